/// The NameID stands in clear inside the assertion.
package enum EncryptedNameCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-SUBJ-02",
        reason: "The NameID is encrypted by itself, which is not supported.",
        cure: "Let the identity provider encrypt the whole assertion instead of the NameID."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.2.4; refused rather than read past; attacks 1.5 #81.
        guard assertion.subject?.hasEncryptedID != true else { throw refusal() }
    }
}
