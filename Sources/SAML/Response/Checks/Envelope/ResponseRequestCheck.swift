internal import Encoding

/// The response answers the request that this browser sent, and no other.
package enum ResponseRequestCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-REQ-02",
        reason: "The response answers another sign-in request than the one that is open.",
        cure: "Start the sign-in again. If it happens often, a proxy or a bookmark sends an old answer again."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        guard let inResponseTo = envelope.inResponseTo else { return }
        // SAML Core 2.0, section 3.2.2: InResponseTo "MUST match the value of the ID attribute of the corresponding request";
        // SAML Profiles 2.0, section 4.1.5: an unsolicited response must not have one; attacks 1.6 #84.
        guard case .answer(let request) = circumstances.expectation, inResponseTo.hasSameBytes(as: request.id.text)
        else {
            throw refusal("InResponseTo is \(SAMLRejection.quote(inResponseTo))")
        }
    }
}
