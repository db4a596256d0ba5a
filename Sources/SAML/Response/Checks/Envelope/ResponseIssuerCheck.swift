/// The response names the connection's identity provider as its issuer.
///
/// SAML Profiles 2.0, section 4.1.4.2, lets an unsigned response leave its issuer out. We ask for it always: every product
/// sends it, and a response that does not say who speaks is one thing less to compare.
package enum ResponseIssuerCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-ISS-01",
        reason: "The response does not come from the identity provider of this connection.",
        cure: "Compare the entity ID in the connection with the issuer in the detail, character by character; load "
            + "the metadata again if the provider was moved."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: "the issuing entity's unique identifier", Format omitted or entity; attacks 1.6 #97.
        guard let issuer = envelope.issuer, issuer.names(circumstances.identityProvider.entityID) else {
            throw refusal("issuer is \(SAMLRejection.quote(envelope.issuer?.name))")
        }
    }
}
