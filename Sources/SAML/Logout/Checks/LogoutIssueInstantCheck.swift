/// The message was issued in the last minutes, and not in the future.
package enum LogoutIssueInstantCheck: LogoutCheck {
    package static let code = SAMLCode(
        "SAML-SLO-04",
        reason: "The logout message was issued in the future or more than five minutes ago.",
        cure: "Compare the clocks of the identity provider and of this server (NTP)."
    )

    package static func check(
        _ envelope: LogoutEnvelope,
        in circumstances: LogoutCircumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.2.1: IssueInstant; attacks 1.7 #116.
        let latest = circumstances.now.adding(seconds: circumstances.skew.seconds)
        let earliest = circumstances.now.adding(
            seconds: -circumstances.skew.seconds - LogoutCircumstances.longestAge
        )
        guard envelope.issueInstant <= latest, envelope.issueInstant >= earliest else {
            throw refusal("IssueInstant \(envelope.issueInstant), now \(circumstances.now)")
        }
    }
}
