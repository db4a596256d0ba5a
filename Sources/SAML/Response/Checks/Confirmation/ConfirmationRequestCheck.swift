internal import Encoding

/// The confirmation answers the same request as the response.
///
/// Some identity providers write InResponseTo at the response only; that is enough when the response is signed
/// (attacks 1.9 #146).
package enum ConfirmationRequestCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-08",
        reason: "The subject confirmation answers another sign-in request than the one that is open.",
        cure: "Start the sign-in again. If the identity provider leaves InResponseTo out of the confirmation, let "
            + "it sign the response."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        switch circumstances.expectation {
        case .answer(let request):
            guard let inResponseTo = confirmation.inResponseTo else {
                guard envelope.isSigned else { throw refusal("InResponseTo is absent and the response is not signed") }
                return
            }
            // SAML Profiles 2.0, section 4.1.4.2: InResponseTo "MUST match the ID of the request"; attacks 1.6 #84, #86.
            guard inResponseTo.hasSameBytes(as: request.id.text) else {
                throw refusal("InResponseTo is \(SAMLRejection.quote(inResponseTo))")
            }
        case .unsolicited, .nothing:
            // SAML Profiles 2.0, section 4.1.5: an unsolicited response's confirmations carry no InResponseTo; attacks 1.9 #143.
            guard confirmation.inResponseTo == nil else {
                throw refusal("InResponseTo is \(SAMLRejection.quote(confirmation.inResponseTo))")
            }
        }
    }
}
