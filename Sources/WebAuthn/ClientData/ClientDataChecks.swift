import Encoding

/// The ceremonies, by the names that client data has for them (WebAuthn Level 3 section 5.8.1).
package enum Ceremony: String, Sendable, Hashable {
    case registration = "webauthn.create"
    case authentication = "webauthn.get"
}

/// The checks of client data that both ceremonies share. Step numbers are those of WebAuthn Level 3 section 7.1
/// (registration) and 7.2 (authentication).
enum ClientDataChecks {
    static func judge(
        _ clientData: CollectedClientData,
        _ ceremony: Ceremony,
        _ challenge: Challenge,
        _ relyingParty: RelyingParty
    ) throws(WebAuthnRejection) {
        try checkType(clientData, ceremony)
        try checkChallenge(clientData, challenge)
        try checkOrigin(clientData, relyingParty)
        try checkCrossOrigin(clientData, relyingParty)
        try checkTopOrigin(clientData, relyingParty)
    }

    /// 7.1 step 7, 7.2 step 10.
    private static func checkType(_ clientData: CollectedClientData, _ ceremony: Ceremony) throws(WebAuthnRejection) {
        guard clientData.type.hasSameBytes(as: ceremony.rawValue) else { throw WebAuthnRejection(.clientDataType) }
    }

    /// 7.1 step 8, 7.2 step 11: "equals the base64url encoding of options.challenge".
    private static func checkChallenge(
        _ clientData: CollectedClientData,
        _ challenge: Challenge
    ) throws(WebAuthnRejection) {
        guard clientData.challenge.hasSameBytes(as: challenge.text) else { throw WebAuthnRejection(.challenge) }
    }

    /// 7.1 step 9, 7.2 step 12; section 13.4.9. Exact: no suffix, no port left out (attacks 4.1 #4).
    private static func checkOrigin(
        _ clientData: CollectedClientData,
        _ relyingParty: RelyingParty
    ) throws(WebAuthnRejection) {
        guard relyingParty.origins.contains(where: clientData.origin.hasSameBytes) else {
            throw WebAuthnRejection(.origin)
        }
    }

    /// 7.1 step 10, 7.2 step 13.
    private static func checkCrossOrigin(
        _ clientData: CollectedClientData,
        _ relyingParty: RelyingParty
    ) throws(WebAuthnRejection) {
        if clientData.crossOrigin, relyingParty.embedding == .refused { throw WebAuthnRejection(.crossOrigin) }
    }

    /// 7.1 step 11, 7.2 step 14. Section 5.8.1 has topOrigin set only where crossOrigin is true.
    private static func checkTopOrigin(
        _ clientData: CollectedClientData,
        _ relyingParty: RelyingParty
    ) throws(WebAuthnRejection) {
        guard let topOrigin = clientData.topOrigin else { return }
        guard clientData.crossOrigin else { throw WebAuthnRejection(.topOriginAlone) }
        guard case .allowed(let topOrigins) = relyingParty.embedding,
            topOrigins.contains(where: topOrigin.hasSameBytes)
        else { throw WebAuthnRejection(.topOrigin) }
    }
}
