/// The time for delivery is a day at most.
package enum ConfirmationLifetimeCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-07",
        reason: "The subject confirmation is valid for more than a day.",
        cure: "Shorten the assertion lifetime at the identity provider; five minutes are usual, 24 hours the most."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // Our own bound, named in ResponsePolicy; attacks 1.6 #93. It is counted from now, since NotBefore is forbidden here.
        guard let end = confirmation.notOnOrAfter else { return }
        guard end <= circumstances.latestNow.adding(seconds: ResponsePolicy.longestLifetime) else {
            throw refusal("NotOnOrAfter \(end), now \(circumstances.now)")
        }
    }
}
