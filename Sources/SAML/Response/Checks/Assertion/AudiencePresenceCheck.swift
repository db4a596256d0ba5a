/// The assertion is restricted to an audience.
package enum AudiencePresenceCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUD-02",
        reason: "The assertion does not say for whom it is meant.",
        cure: "Enter our entity ID as the audience (also called SP entity ID, or identifier) at the identity "
            + "provider."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: "MUST contain an AudienceRestriction"; attacks 1.6 #92.
        guard let conditions = assertion.conditions, conditions.audienceRestrictions.isEmpty else { return }
        throw refusal()
    }
}
