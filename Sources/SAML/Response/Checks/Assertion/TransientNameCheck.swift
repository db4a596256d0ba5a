/// A transient NameID is never the key of an account.
package enum TransientNameCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-NAME-04",
        reason: "The NameID is transient: it is another one at every sign-in and can't identify a person.",
        cure: "Let the identity provider send a persistent NameID or the mail address, or choose an attribute that "
            + "identifies the person in the connection."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 8.3.8: "a temporary value"; attacks 1.6 #103.
        guard circumstances.policy.subject == .persistentNameID else { return }
        guard assertion.subject?.nameID?.format != .transient else { throw refusal() }
    }
}
