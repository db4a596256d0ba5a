internal import Encoding

/// The person authenticated in one of the ways we asked for.
///
/// Only the comparison `exact` is ever asked for: the order behind `minimum` and `better` is the identity provider's own.
package enum AuthenticationContextCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUTHN-05",
        reason: "The person authenticated in another way than was asked for.",
        cure: "Let the identity provider ask for the stronger method for this application, or drop the requirement "
            + "from the connection."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.3.2.2.1: with exact, the context "MUST be the exact match of at least one"; attacks 1.6 #101.
        guard case .answer(let request) = circumstances.expectation, !request.authenticationContexts.isEmpty else {
            return
        }
        for statement in assertion.authenticationStatements {
            guard let found = statement.contextClass,
                request.authenticationContexts.contains(where: { $0.hasSameBytes(as: found) })
            else {
                throw refusal("AuthnContextClassRef is \(SAMLRejection.quote(statement.contextClass))")
            }
        }
    }
}
