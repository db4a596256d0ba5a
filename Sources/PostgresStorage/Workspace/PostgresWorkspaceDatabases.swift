import Encoding
import FoundationEssentials
import Postgres
import Synchronization
package import WorkspaceDatabases
package import Workspaces

/// Transactions on the workspaces' databases, each by its own login.
package final class PostgresWorkspaceDatabases: WorkspaceDatabaseAccess {
    /// Logins remembered at once; beyond it the memory is emptied, so that it never grows with the number of workspaces.
    private static let capacity = 1_024

    private let pools: WorkspacePools
    private let locations: WorkspaceLocations
    private let clock: any WallClock
    private let known = Mutex<[WorkspaceID: WorkspaceLocation]>([:])

    package init(pools: WorkspacePools, locations: WorkspaceLocations, clock: any WallClock) {
        self.pools = pools
        self.locations = locations
        self.clock = clock
    }

    package func transaction<R: Sendable>(
        on workspace: WorkspaceID,
        _ body: @Sendable (WorkspaceTransaction) async throws -> R
    ) async throws -> R {
        let location = try await location(of: workspace)
        return try await StorageFaults.translated {
            try await pools.withTransaction(workspace: location) {
                try await body(WorkspaceTransaction(workspace: workspace, handle: $0))
            }
        } unreachable: {
            WorkspaceUnavailable(workspace: workspace, reason: $0)
        }
    }

    package func change<R: Sendable>(
        _ workspace: WorkspaceID,
        by author: ChangeAuthor,
        _ body: @Sendable (WorkspaceChange) async throws -> R
    ) async throws -> R {
        try await transaction(on: workspace) { [clock] transaction in
            let change = WorkspaceChange(transaction: transaction, author: author)
            let result = try await body(change)
            try await AuditRepository.append(change.events, by: author, at: clock.now, in: transaction)
            return result
        }
    }

    private func location(of workspace: WorkspaceID) async throws -> WorkspaceLocation {
        if let location = known.withLock({ $0[workspace] }) { return location }
        let found = try await StorageFaults.translated {
            try await pools.withControlTransaction { [locations] in try await locations.find(workspace, in: $0) }
        } unreachable: {
            ControlDatabaseUnavailable(reason: $0)
        }
        guard let found else { throw WorkspaceUnavailable(workspace: workspace) }
        known.withLock { known in
            if known.count >= Self.capacity { known = [:] }
            known[workspace] = found
        }
        return found
    }
}
