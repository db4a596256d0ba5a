/// The NameID is no longer than the specification lets persistent names be.
package enum NameIDLengthCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-NAME-02",
        reason: "The NameID is longer than 256 characters.",
        cure: "Choose a shorter field as the NameID at the identity provider."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 8.3.7: "MUST NOT exceed a length of 256 characters"; attacks 1.6 #103.
        guard let name = assertion.subject?.nameID, name.value.unicodeScalars.count <= NameID.mostCharacters else {
            throw refusal()
        }
    }
}
