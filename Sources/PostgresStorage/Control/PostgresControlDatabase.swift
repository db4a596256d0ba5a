package import WorkspaceDatabases
package import Workspaces

/// Transactions on the control database, from its pool.
package struct PostgresControlDatabase: ControlDatabaseAccess {
    private let pools: WorkspacePools

    package init(pools: WorkspacePools) {
        self.pools = pools
    }

    package func transaction<R: Sendable>(
        _ body: @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await StorageFaults.translated {
            try await pools.withControlTransaction { try await body(ControlTransaction(handle: $0)) }
        } unreachable: {
            ControlDatabaseUnavailable(reason: $0)
        }
    }
}
