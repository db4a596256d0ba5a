package import FoundationEssentials
import Postgres
import WorkspaceDatabases
package import Workspaces

/// The table `workspaces`, as far as its state changes, and the requests to the provisioning worker that go with it.
package struct WorkspaceLifeRepository: WorkspaceLifeStorage {
    package init() {}

    package func move(
        _ id: WorkspaceID,
        from states: [WorkspaceState],
        to state: WorkspaceState,
        in transaction: ControlTransaction
    ) async throws -> Bool {
        try await transaction.session().execute(
            """
            UPDATE workspaces
            SET state = \(state.rawValue)
            WHERE id = \(id.rawValue) AND state = ANY(\(states.map(\.rawValue)))
            """
        ) == 1
    }

    package func setTokensRevoked(_ id: WorkspaceID, at moment: Date, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            """
            UPDATE workspaces
            SET tokens_revoked_at = greatest(tokens_revoked_at, \(moment))
            WHERE id = \(id.rawValue)
            """
        )
    }

    package func requestClosing(
        of workspace: Workspace,
        by requester: String,
        at now: Date,
        as request: UUID,
        in transaction: ControlTransaction
    ) async throws -> UUID {
        let session = try transaction.session()
        // Whoever asked first stands in the receipt.
        try await session.execute(
            """
            UPDATE workspaces
            SET closing_requested_at = \(now), closing_requested_by = \(requester)
            WHERE id = \(workspace.id.rawValue) AND closing_requested_at IS NULL
            """
        )
        return try await ProvisioningQueue(session).request(
            id: request,
            .close,
            workspace: workspace.id.rawValue,
            slug: workspace.slug.description,
            name: workspace.name,
            region: workspace.region,
            at: now
        )
    }
}
