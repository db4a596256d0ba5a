/// The assertion lives a day at most.
package enum ConditionsLifetimeCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-TIME-06",
        reason: "The assertion is valid for more than a day.",
        cure: "Shorten the assertion lifetime at the identity provider; five minutes are usual, 24 hours the most."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // Our own bound, named in ResponsePolicy: what lives for years is a password that travels; attacks 1.6 #93.
        guard let conditions = assertion.conditions, let end = conditions.notOnOrAfter else { return }
        let start = conditions.notBefore ?? assertion.issueInstant
        guard end <= start.adding(seconds: ResponsePolicy.longestLifetime) else {
            throw refusal("from \(start) to \(end)")
        }
    }
}
