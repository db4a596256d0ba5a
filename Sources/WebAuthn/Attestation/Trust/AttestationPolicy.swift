/// What a workspace demands of the authenticators that its people register.
package struct AttestationPolicy: Sendable {
    /// What is asked of the browser. None by default: an attestation tells the make of people's devices.
    package var conveyance: AttestationConveyance
    /// The models that may be registered; nil for all. Without roots this is a courtesy to honest people, since any software
    /// can claim any model.
    package var allowedModels: Set<AAGUID>?
    /// Whom an attestation must lead to; nil where it need not be there, and where neither the end of its chain nor the
    /// dates of its certificates are judged.
    package var roots: AttestationRoots?
    package var androidKeys: AndroidKeyRequirement

    package init(
        conveyance: AttestationConveyance = .none,
        allowedModels: Set<AAGUID>? = nil,
        roots: AttestationRoots? = nil,
        androidKeys: AndroidKeyRequirement = .asStated
    ) {
        self.conveyance = conveyance
        self.allowedModels = allowedModels
        self.roots = roots
        self.androidKeys = androidKeys
    }

    /// WebAuthn Level 3 section 7.1 steps 24 and 25, and the models.
    func assess(
        _ attestation: AttestationType,
        _ format: AttestationFormat,
        model: AAGUID,
        at now: Int64
    ) async throws(WebAuthnRejection) {
        if let roots {
            // "if no attestation was provided, verify that None attestation is acceptable", and so for self attestation.
            guard case .certified(let chain) = attestation else { throw WebAuthnRejection(.attestationMissing) }
            guard await roots.trust(chain, of: model, at: now) else { throw WebAuthnRejection(.attestationUntrusted) }
        }
        if let allowedModels {
            guard allowedModels.contains(model) else { throw WebAuthnRejection(.modelNotAllowed) }
        }
        // What fido-u2f signs does not include the AAGUID (section 8.6), so any could be written there, also one whose roots
        // vouch for the key's real model as well (attacks 4.1 #19).
        if roots != nil || allowedModels != nil {
            guard format != .fidoU2F || model.isZero else { throw WebAuthnRejection(.modelUnproven) }
        }
    }
}

/// What is asked of the browser (WebAuthn Level 3 section 5.4.7).
package enum AttestationConveyance: String, Sendable, Hashable, CaseIterable {
    case none
    case indirect
    case direct
    case enterprise
}
