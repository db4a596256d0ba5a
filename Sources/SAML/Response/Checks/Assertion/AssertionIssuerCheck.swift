/// The assertion was issued by the connection's identity provider itself.
package enum AssertionIssuerCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-ISS-02",
        reason: "The assertion does not come from the identity provider of this connection.",
        cure: "Compare the entity ID in the connection with the issuer in the detail. Behind a proxying identity "
            + "provider, the proxy must issue the assertion."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.3.3: Issuer is required; SAML Profiles 2.0, section 4.1.4.2; attacks 1.6 #97.
        guard let issuer = assertion.issuer, issuer.names(circumstances.identityProvider.entityID) else {
            throw refusal("issuer is \(SAMLRejection.quote(assertion.issuer?.name))")
        }
    }
}
