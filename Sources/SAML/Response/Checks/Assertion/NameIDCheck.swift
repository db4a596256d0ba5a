/// The subject has a NameID that is not empty.
package enum NameIDCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-NAME-01",
        reason: "The subject has no NameID, or an empty one.",
        cure: "Choose at the identity provider which field becomes the NameID, and see that this person's field is "
            + "filled."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.2.3; an empty name would be one account for everybody without one; attacks 1.6 #103.
        guard let name = assertion.subject?.nameID, name.value.unicodeScalars.contains(where: { $0 != " " }) else {
            throw refusal()
        }
    }
}
