/// The assertion holds still.
package enum ConditionsNotOnOrAfterCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-TIME-05",
        reason: "The assertion has expired.",
        cure: "The person waited too long, or the clocks differ: compare both with NTP, or raise the connection's "
            + "tolerance (up to 180 s)."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.5.1.2: NotOnOrAfter is exclusive; attacks 1.6 #93.
        guard let notOnOrAfter = assertion.conditions?.notOnOrAfter else { return }
        guard circumstances.earliestNow < notOnOrAfter else {
            throw refusal("NotOnOrAfter \(notOnOrAfter), now \(circumstances.now)")
        }
    }
}
