package import WebAuthn
package import Workspaces

/// Reads and sets which passkeys a workspace takes.
package struct ManagePasskeyPolicy: Sendable {
    /// Why a policy is refused: it could be met by nobody, or not as it says.
    package enum Rejection: Error, Equatable, Sendable {
        /// The gateway was given no roots, so that no make can be proven.
        case noRoots
        /// It was given none of these models.
        case withoutRoots([AAGUID])
        case noModels
        case tooManyModels
    }

    /// A policy with what it meets.
    package struct Overview: Sendable {
        package let policy: PasskeyPolicy
        /// The models that can be proven, in the order of their AAGUIDs.
        package let provable: [AAGUID]
        /// What was registered before and stays; nothing where all can be registered.
        package let outside: PasskeysOutside

        package init(policy: PasskeyPolicy, provable: [AAGUID], outside: PasskeysOutside) {
            self.policy = policy
            self.provable = provable
            self.outside = outside
        }
    }

    let databases: any WorkspaceDatabaseAccess
    let storage: any PasskeyPolicyStorage
    let roots: AttestationRoots

    package func find(in workspace: WorkspaceID) async throws -> Overview {
        try await databases.transaction(on: workspace) { [self] transaction in
            try await overview(of: try await storage.findPasskeyPolicy(in: transaction), transaction)
        }
    }

    /// Sets it for all that is registered from now on. What holds already stays as it is.
    ///
    /// Throws ``Rejection``.
    package func set(
        _ policy: PasskeyPolicy,
        in workspace: WorkspaceID,
        by author: ChangeAuthor
    ) async throws -> Overview {
        try check(policy)
        return try await databases.change(workspace, by: author) { [self] change in
            let old = try await storage.lockPasskeyPolicy(in: change.transaction)
            if old != policy { try await storage.set(policy, replacing: old, in: change) }
            return try await overview(of: policy, change.transaction)
        }
    }

    private func check(_ policy: PasskeyPolicy) throws(Rejection) {
        guard case .attested(let models) = policy else { return }
        guard !roots.models.isEmpty else { throw .noRoots }
        guard let models else { return }
        guard !models.isEmpty else { throw .noModels }
        guard models.count <= PasskeyPolicy.mostModels else { throw .tooManyModels }
        let unknown = models.subtracting(roots.models)
        guard unknown.isEmpty else { throw .withoutRoots(unknown.inOrder) }
    }

    private func overview(of policy: PasskeyPolicy, _ transaction: WorkspaceTransaction) async throws -> Overview {
        let outside: PasskeysOutside =
            if let models = policy.models(under: roots) {
                try await storage.countPasskeys(notAttestedAs: models, in: transaction)
            } else {
                PasskeysOutside(passkeys: 0, people: 0)
            }
        return Overview(policy: policy, provable: roots.models.inOrder, outside: outside)
    }
}
