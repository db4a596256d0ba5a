/// WebAuthn Level 3 section 8.6: authenticators of the protocol before CTAP2.
///
/// The section does not ask that the AAGUID be zero, and W3C's own vector has another. The signature does not cover it, so
/// it proves no model: ``AttestationPolicy`` refuses it where models count.
enum FIDOU2FAttestation {
    static func verify(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        try statement.requireExactly(["sig", "x5c"])
        // Step 2.
        guard statement.members["x5c"]?.array?.count == 1 else { throw WebAuthnRejection(.u2fCertificates) }
        let certificates = try statement.certificates()
        guard (try? certificates[0].key(for: .es256)) != nil else { throw WebAuthnRejection(.u2fCertificateKey) }
        // Steps 3 and 4: the coordinates have 32 bytes each, which the key's own check has seen.
        let credential = statement.attested
        guard credential.publicKey.algorithm == .es256,
            case .elliptic(let x, let y) = credential.publicKey.material
        else { throw WebAuthnRejection(.u2fCredentialKey) }
        // Steps 5 and 6 (FIDO U2F Raw Message Formats section 4.3).
        let message =
            [0x00] + statement.authenticatorData.relyingPartyIDHash + statement.clientDataHash + credential.id.bytes
            + [0x04] + x + y
        try statement.requireSignature(over: message, by: certificates[0], .es256, else: .u2fSignature)
        return .certified(certificates)
    }
}
