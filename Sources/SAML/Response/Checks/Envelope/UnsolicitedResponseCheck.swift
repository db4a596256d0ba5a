/// A response that names no request comes only where that is allowed.
package enum UnsolicitedResponseCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-REQ-01",
        reason: "The response does not name the sign-in request that it answers.",
        cure: "Start the sign-in here instead of at the identity provider, or allow sign-in started by the identity "
            + "provider for this connection."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.5; attacks 1.6 #85, #87: no downgrade from an awaited answer to an unsolicited one.
        guard envelope.inResponseTo == nil else { return }
        guard case .unsolicited = circumstances.expectation else {
            throw refusal("InResponseTo is absent")
        }
    }
}
