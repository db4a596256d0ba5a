package import WebAuthn
package import Workspaces

/// Which passkeys a workspace lets its people register from now on. Those that are registered stay (decision 0035).
package enum PasskeyPolicy: Sendable, Equatable {
    /// All; browsers are not asked what make people's devices are of.
    case anyMake
    /// Those whose attestation leads to a root of their model, and where models are named, of these. A make that is not
    /// attested is a name that any software can give itself, and counts for nothing.
    case attested(models: Set<AAGUID>?)

    /// Most models that can be named.
    package static let mostModels = 200

    /// What is asked of browsers.
    package var conveyance: AttestationConveyance {
        switch self {
        case .anyMake: .none
        case .attested: .direct
        }
    }

    /// Those that are named, where any are.
    package var models: Set<AAGUID>? {
        switch self {
        case .anyMake: nil
        case .attested(let models): models
        }
    }

    /// The models that can be registered where the gateway knows these roots; nil for all, proven or not.
    func models(under roots: AttestationRoots) -> Set<AAGUID>? {
        switch self {
        case .anyMake: nil
        case .attested(nil): roots.models
        case .attested(let models?): models.intersection(roots.models)
        }
    }

    /// What a registration is held to. Where roots have gone since the policy was set, what they vouched for is refused.
    func attestation(under roots: AttestationRoots) -> AttestationPolicy {
        switch self {
        case .anyMake: AttestationPolicy()
        case .attested(let models):
            AttestationPolicy(
                conveyance: conveyance,
                allowedModels: models,
                roots: roots,
                androidKeys: .hardwareBacked
            )
        }
    }
}

/// Passkeys that were registered before the policy was, and could not be registered now.
package struct PasskeysOutside: Sendable, Equatable {
    package let passkeys: Int
    /// Whose they are.
    package let people: Int

    package init(passkeys: Int, people: Int) {
        self.passkeys = passkeys
        self.people = people
    }
}

/// A workspace's policy on passkeys: there is always one.
package protocol PasskeyPolicyStorage: Sendable {
    func findPasskeyPolicy(in transaction: WorkspaceTransaction) async throws -> PasskeyPolicy
    /// The same, locked until the transaction's end.
    func lockPasskeyPolicy(in transaction: WorkspaceTransaction) async throws -> PasskeyPolicy
    func set(_ policy: PasskeyPolicy, replacing old: PasskeyPolicy, in change: WorkspaceChange) async throws
    /// How many passkeys of active users could not be registered now.
    ///
    /// - Parameter models: those that can be; what is not attested counts as none of them.
    func countPasskeys(
        notAttestedAs models: Set<AAGUID>,
        in transaction: WorkspaceTransaction
    ) async throws -> PasskeysOutside
}

/// A passkey that its workspace does not take: of another make than those that are allowed, or of none that is proven.
package struct PasskeyNotAllowed: Error, Sendable, Equatable {
    /// What can be registered instead, in the order of their AAGUIDs.
    package let allowed: [AAGUID]
    /// The check that refused it.
    package let code: WebAuthnCode

    init(allowed: Set<AAGUID>, code: WebAuthnCode) {
        self.allowed = allowed.inOrder
        self.code = code
    }
}

extension Set<AAGUID> {
    /// In the order of their UUIDs.
    package var inOrder: [AAGUID] { sorted { $0.description < $1.description } }
}

extension WebAuthnCode {
    /// Whether the reply is right, and the authenticator is none that the policy takes.
    var isAboutTheMake: Bool {
        switch self {
        case .attestationMissing, .attestationUntrusted, .modelNotAllowed, .modelUnproven: true
        default: false
        }
    }
}
