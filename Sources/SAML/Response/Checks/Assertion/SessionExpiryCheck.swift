/// The session at the identity provider has not ended.
package enum SessionExpiryCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-SESS-01",
        reason: "The person's session at the identity provider has ended.",
        cure: "Sign in at the identity provider anew; if it happens at once, compare the clocks with NTP."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.7.2: SessionNotOnOrAfter; attacks 1.6 #96.
        for statement in assertion.authenticationStatements {
            guard let end = statement.sessionNotOnOrAfter else { continue }
            guard circumstances.earliestNow < end else {
                throw refusal("SessionNotOnOrAfter \(end), now \(circumstances.now)")
            }
        }
    }
}
