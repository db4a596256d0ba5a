/// The response was issued within the last day, and not in the future.
package enum ResponseIssueInstantCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-TIME-01",
        reason: "The response was issued in the future or more than a day ago.",
        cure: "Compare the clocks of the identity provider and of this server (NTP). An old response was kept back "
            + "or is sent again."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.2.2: IssueInstant; attacks 1.6 #95.
        guard IssueWindow.contains(envelope.issueInstant, in: circumstances) else {
            throw refusal("IssueInstant \(envelope.issueInstant), now \(circumstances.now)")
        }
    }
}
