/// The authentication is not older than the connection allows.
package enum AuthenticationAgeCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUTHN-04",
        reason: "The person's sign-in at the identity provider is older than this connection accepts.",
        cure: "Sign in at the identity provider anew, shorten its session, or raise the age that the connection "
            + "accepts."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // Our own bound, where the connection sets one; attacks 1.6 #101.
        guard let age = circumstances.policy.longestAuthenticationAge else { return }
        let earliest = circumstances.earliestNow.adding(seconds: -age)
        for statement in assertion.authenticationStatements {
            guard statement.authenticatedAt >= earliest else {
                throw refusal("AuthnInstant \(statement.authenticatedAt), now \(circumstances.now)")
            }
        }
    }
}
