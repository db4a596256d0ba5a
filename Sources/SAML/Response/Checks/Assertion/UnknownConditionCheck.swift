/// Every condition is one we understand.
///
/// `OneTimeUse` is reported as a fact: we take every assertion once. `ProxyRestriction` binds those who issue SAML assertions
/// of their own, which we never do, so it is passed over.
package enum UnknownConditionCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-COND-02",
        reason: "The assertion depends on a condition that is not understood here.",
        cure: "Remove the custom condition named in the detail at the identity provider."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.5.1.1: with a condition not understood, the validity "cannot be determined"; attacks 1.6 #102.
        guard let unknown = assertion.conditions?.unknown.first else { return }
        throw refusal("condition \(SAMLRejection.quote(unknown))")
    }
}
