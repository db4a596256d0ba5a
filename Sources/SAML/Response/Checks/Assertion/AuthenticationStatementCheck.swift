/// The person authenticated, and the assertion says so once.
package enum AuthenticationStatementCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUTHN-01",
        reason: "The assertion does not say, once, that the person authenticated.",
        cure: "Set the application up for sign-on, not as an attribute authority, at the identity provider."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: "at least one AuthnStatement"; several would be several sessions; attacks 1.6 #101.
        guard assertion.authenticationStatements.count == 1 else {
            throw refusal("\(assertion.authenticationStatements.count) AuthnStatement")
        }
    }
}
