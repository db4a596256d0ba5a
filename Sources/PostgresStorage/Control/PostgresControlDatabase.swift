package import WorkspaceDatabases
package import Workspaces

/// Transactions on the control database, over one share of its connections.
package struct PostgresControlDatabase: ControlDatabaseAccess {
    private let pools: WorkspacePools
    private let share: ControlShare

    package init(pools: WorkspacePools, share: ControlShare = .common) {
        self.pools = pools
        self.share = share
    }

    package func transaction<R: Sendable>(
        _ body: @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await StorageFaults.translated {
            try await pools.withControlTransaction(from: share) { try await body(ControlTransaction(handle: $0)) }
        } unreachable: {
            ControlDatabaseUnavailable(reason: $0)
        }
    }
}
