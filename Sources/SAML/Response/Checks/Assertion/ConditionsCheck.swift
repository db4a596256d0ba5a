/// The assertion says when and for whom it holds.
package enum ConditionsCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-COND-01",
        reason: "The assertion carries no conditions: neither a time limit nor an audience.",
        cure: "Let the identity provider send Conditions with NotBefore, NotOnOrAfter and an AudienceRestriction."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: an AudienceRestriction, hence Conditions, must be there; attacks 1.6 #93.
        guard assertion.conditions != nil else { throw refusal() }
    }
}
