import Encoding
package import FoundationEssentials
package import Workspaces

/// Ends a workspace for good: whoever is signed in is so no longer, and the provisioning worker is asked to drop its database
/// and its roles and to leave a receipt (``ClosingReceipt``).
package struct CloseWorkspace: Sendable {
    let shut: ShutWorkspace
    let random: any RandomSource

    /// Closing what is closing asks again, where a crash or a refusal has ended the first request.
    ///
    /// - Parameter confirmation: the workspace's slug, typed anew.
    /// - Returns: the id of the request to the worker.
    /// - Throws: ``WorkspaceLifeRejection``.
    package func callAsFunction(
        _ workspace: Workspace,
        confirmation: String,
        by author: ChangeAuthor
    ) async throws -> UUID {
        guard workspace.slug.description.hasSameBytes(as: confirmation) else {
            throw WorkspaceLifeRejection.notConfirmed
        }
        let (id, requestedBy) = (random.uuid(), author.actor.name)
        let ask: @Sendable (ControlTransaction) async throws -> UUID = { [shut] transaction in
            try await shut.workspaces.requestClosing(
                of: workspace,
                by: requestedBy,
                at: shut.clock.now,
                as: id,
                in: transaction
            )
        }
        let states: [WorkspaceState] = [.creating, .active, .suspended, .closing]
        switch workspace.state {
        case .creating, .closing:
            // There is no database yet, or perhaps none any more; and nobody signs in meanwhile.
            return try await shut.withoutDatabase(workspace, from: states, to: .closing, alongside: ask)
        case .active, .suspended, .closed:
            do {
                return try await shut(
                    workspace,
                    from: states,
                    to: .closing,
                    as: .workspaceClosing,
                    by: author,
                    alongside: ask
                )
            } catch is WorkspaceUnavailable {
                // The worker drops it, whatever is wrong with it, when its cluster can be reached.
                return try await shut.withoutDatabase(workspace, from: states, to: .closing, alongside: ask)
            }
        }
    }
}

extension Actor {
    /// As the receipt names whoever asked.
    fileprivate var name: String {
        switch self {
        case .user(let id): "user \(id)"
        case .operator(let account): "operator \(account)"
        case .system: "system"
        case .anonymous: "anonymous"
        }
    }
}
