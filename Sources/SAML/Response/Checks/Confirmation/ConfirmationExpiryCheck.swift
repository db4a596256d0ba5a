/// The assertion is delivered in time.
package enum ConfirmationExpiryCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-06",
        reason: "The subject confirmation has expired.",
        cure: "The person waited too long, or the clocks differ: compare both with NTP, or raise the connection's "
            + "tolerance (up to 180 s)."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2, and SAML Core 2.0, section 2.4.1.2: NotOnOrAfter is exclusive.
        guard let end = confirmation.notOnOrAfter else { return }
        guard circumstances.earliestNow < end else {
            throw refusal("NotOnOrAfter \(end), now \(circumstances.now)")
        }
    }
}
