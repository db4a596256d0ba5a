/// WebAuthn Level 3 section 8.7: no attestation, and no statement.
enum NoneAttestation {
    static func verify(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        guard statement.members.entries.isEmpty else { throw WebAuthnRejection(.attestationNotNone) }
        return .none
    }
}
