/// The assertion is about somebody.
package enum SubjectCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-SUBJ-01",
        reason: "The assertion names no subject.",
        cure: "Let the identity provider send a subject with a NameID; check the application's NameID settings."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: the assertion's subject is the principal that authenticated.
        guard assertion.subject != nil else { throw refusal() }
    }
}
