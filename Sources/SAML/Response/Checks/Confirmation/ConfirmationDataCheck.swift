/// A bearer confirmation carries its data.
package enum ConfirmationDataCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-02",
        reason: "The subject confirmation carries no data to check it by.",
        cure: "Set the application up for the Web Browser SSO profile at the identity provider."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: "MUST contain a SubjectConfirmationData".
        guard confirmation.hasData else { throw refusal() }
    }
}
