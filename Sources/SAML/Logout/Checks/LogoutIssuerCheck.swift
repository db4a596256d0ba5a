/// The message comes from the connection's identity provider.
package enum LogoutIssuerCheck: LogoutCheck {
    package static let code = SAMLCode(
        "SAML-SLO-02",
        reason: "The logout message does not come from the identity provider of this connection.",
        cure: "Compare the entity ID in the connection with the issuer in the detail, character by character."
    )

    package static func check(
        _ envelope: LogoutEnvelope,
        in circumstances: LogoutCircumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.4.4: Issuer must be there and name the sender; attacks 1.7 #116.
        guard let issuer = envelope.issuer, issuer.names(circumstances.identityProvider.entityID) else {
            throw refusal("issuer is \(SAMLRejection.quote(envelope.issuer?.name))")
        }
    }
}
