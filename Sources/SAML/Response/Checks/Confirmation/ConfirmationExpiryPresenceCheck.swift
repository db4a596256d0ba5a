/// A bearer confirmation says until when it may be delivered.
package enum ConfirmationExpiryPresenceCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-05",
        reason: "The subject confirmation has no end.",
        cure: "Let the identity provider send NotOnOrAfter in SubjectConfirmationData."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: NotOnOrAfter must be there; attacks 1.6 #90.
        guard confirmation.notOnOrAfter != nil else { throw refusal() }
    }
}
