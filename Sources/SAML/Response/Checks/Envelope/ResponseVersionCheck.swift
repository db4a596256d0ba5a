internal import Encoding

/// The response is of SAML 2.0.
package enum ResponseVersionCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-VER-01",
        reason: "The response is not of SAML version 2.0.",
        cure: "Set the application up as SAML 2.0 at the identity provider; SAML 1.1 is not supported."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.2.2: Version is "2.0" for this specification; attacks 1.6 #100.
        guard envelope.version.hasSameBytes(as: "2.0") else {
            throw refusal("Version is \(SAMLRejection.quote(envelope.version))")
        }
    }
}
