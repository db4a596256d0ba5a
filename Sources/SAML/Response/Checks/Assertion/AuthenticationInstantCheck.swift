/// The authentication lies in the past.
package enum AuthenticationInstantCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUTHN-02",
        reason: "The person is said to have authenticated in the future.",
        cure: "The identity provider's clock is ahead of ours: compare both with NTP."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.7.2: AuthnInstant "at which the authentication took place".
        for statement in assertion.authenticationStatements {
            guard statement.authenticatedAt <= circumstances.latestNow else {
                throw refusal("AuthnInstant \(statement.authenticatedAt), now \(circumstances.now)")
            }
        }
    }
}
