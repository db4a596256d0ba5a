import Encoding

/// The attestation statement formats that are verified (WebAuthn Level 3 section 8).
package enum AttestationFormat: String, Sendable, Hashable, CaseIterable {
    case none
    case packed
    case tpm
    case androidKey = "android-key"
    case fidoU2F = "fido-u2f"
    case apple

    /// Section 7.1 step 22: "a USASCII case-sensitive match on fmt".
    init(named name: String) throws(WebAuthnRejection) {
        if let format = Self.allCases.first(where: { name.hasSameBytes(as: $0.rawValue) }) {
            self = format
        } else if name.hasSameBytes(as: "android-safetynet") {
            throw WebAuthnRejection(.attestationSafetyNet)
        } else if name.hasSameBytes(as: "compound") {
            throw WebAuthnRejection(.attestationCompound)
        } else {
            throw WebAuthnRejection(.attestationFormat)
        }
    }

    /// Section 7.1 step 23: the verification procedure of the format.
    func verify(
        _ statement: AttestationStatement,
        _ policy: AttestationPolicy
    ) throws(WebAuthnRejection) -> AttestationType {
        switch self {
        case .none: try NoneAttestation.verify(statement)
        case .packed: try PackedAttestation.verify(statement)
        case .tpm: try TPMAttestation.verify(statement)
        case .androidKey: try AndroidKeyAttestation.verify(statement, policy.androidKeys)
        case .fidoU2F: try FIDOU2FAttestation.verify(statement)
        case .apple: try AppleAttestation.verify(statement)
        }
    }
}
