internal import Encoding

/// The message is of SAML 2.0.
package enum LogoutVersionCheck: LogoutCheck {
    package static let code = SAMLCode(
        "SAML-SLO-01",
        reason: "The logout message is not of SAML version 2.0.",
        cure: "Set the application up as SAML 2.0 at the identity provider."
    )

    package static func check(
        _ envelope: LogoutEnvelope,
        in circumstances: LogoutCircumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, sections 3.2.1 and 3.2.2: Version.
        guard envelope.version.hasSameBytes(as: "2.0") else {
            throw refusal("Version is \(SAMLRejection.quote(envelope.version))")
        }
    }
}
