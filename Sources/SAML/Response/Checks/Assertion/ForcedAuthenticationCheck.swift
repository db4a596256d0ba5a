/// Where we asked for a new authentication, there was one.
package enum ForcedAuthenticationCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUTHN-03",
        reason: "The person was to authenticate anew, but the identity provider used an older sign-in.",
        cure: "Let the identity provider honour ForceAuthn for this application."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.4.1: with ForceAuthn the provider "MUST authenticate the presenter directly rather than rely on
        // a previous security context"; attacks 1.6 #101.
        guard case .answer(let request) = circumstances.expectation, request.forcedAuthentication else { return }
        guard let issuedAt = request.issuedAt else { throw refusal("the time of the request is not known") }
        let earliest = issuedAt.adding(seconds: -circumstances.policy.skew.seconds)
        for statement in assertion.authenticationStatements {
            guard statement.authenticatedAt >= earliest else {
                throw refusal("AuthnInstant \(statement.authenticatedAt), request of \(issuedAt)")
            }
        }
    }
}
