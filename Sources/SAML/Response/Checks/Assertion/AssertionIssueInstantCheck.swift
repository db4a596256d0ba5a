/// The assertion was issued within the last day, and not in the future.
package enum AssertionIssueInstantCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-TIME-02",
        reason: "The assertion was issued in the future or more than a day ago.",
        cure: "Compare the clocks of the identity provider and of this server (NTP). An old assertion was kept back "
            + "or is sent again."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.3.3: IssueInstant; attacks 1.6 #95.
        guard IssueWindow.contains(assertion.issueInstant, in: circumstances) else {
            throw refusal("IssueInstant \(assertion.issueInstant), now \(circumstances.now)")
        }
    }
}
