internal import Encoding

/// The assertion is of SAML 2.0.
package enum AssertionVersionCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-VER-02",
        reason: "The assertion is not of SAML version 2.0.",
        cure: "Set the application up as SAML 2.0 at the identity provider."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.3.3: Version; attacks 1.6 #100.
        guard assertion.version.hasSameBytes(as: "2.0") else {
            throw refusal("Version is \(SAMLRejection.quote(assertion.version))")
        }
    }
}
