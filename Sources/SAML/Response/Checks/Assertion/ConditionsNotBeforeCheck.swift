/// The assertion holds already.
package enum ConditionsNotBeforeCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-TIME-03",
        reason: "The assertion is not valid yet.",
        cure: "The identity provider's clock is ahead of ours: compare both with NTP, or raise the connection's "
            + "tolerance (up to 180 s)."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.5.1.2: NotBefore; attacks 1.6 #93.
        guard let notBefore = assertion.conditions?.notBefore else { return }
        guard notBefore <= circumstances.latestNow else {
            throw refusal("NotBefore \(notBefore), now \(circumstances.now)")
        }
    }
}
