/// The assertion says when it ends.
package enum ConditionsExpiryPresenceCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-TIME-04",
        reason: "The assertion has no end of validity.",
        cure: "Let the identity provider send NotOnOrAfter in Conditions; a few minutes are usual."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.5.1.2, lets it be absent; we need it to know how long to remember against replay;
        // attacks 1.6 #93.
        guard let conditions = assertion.conditions, conditions.notOnOrAfter == nil else { return }
        throw refusal()
    }
}
