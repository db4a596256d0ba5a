internal import Encoding

/// The attribute that identifies the person has exactly one value.
package enum SubjectAttributeCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-ATTR-05",
        reason:
            "The attribute that identifies the person is missing, empty, longer than a name, not text, or has several values.",
        cure: "Let the identity provider send the attribute named in the connection with exactly one value for "
            + "every person."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // attacks 0, rule 7, and 1.6 #104: the key of an account is never chosen among several values.
        guard case .attribute(let name) = circumstances.policy.subject else { return }
        let found = assertion.attributes.filter { $0.name.hasSameBytes(as: name) }
        let values = found.flatMap(\.values)
        guard values.count == 1, !found.contains(where: \.hasUnreadableValue) else {
            throw refusal("\(values.count) values of \(SAMLRejection.quote(name))")
        }
        // attacks 1.6 #103: what stands in for the NameID is bound as it is.
        guard values[0].unicodeScalars.contains(where: { $0 != " " }), !MessageForm.holdsControlCharacter(values[0]),
            values[0].unicodeScalars.count <= NameID.mostCharacters
        else { throw refusal("\(SAMLRejection.quote(name)) is \(SAMLRejection.quote(values[0]))") }
    }
}
