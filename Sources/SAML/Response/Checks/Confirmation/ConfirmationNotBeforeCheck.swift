/// A bearer confirmation has no beginning, as the profile says.
package enum ConfirmationNotBeforeCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-04",
        reason: "The subject confirmation has a NotBefore, which the profile forbids.",
        cure: "Remove NotBefore from SubjectConfirmationData in the identity provider's template."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: "It MUST NOT contain a NotBefore attribute"; attacks 1.6 #90.
        guard confirmation.notBefore == nil else { throw refusal() }
    }
}
