import Encoding
import FoundationEssentials
package import Postgres
import Synchronization
package import WorkspaceDatabases
package import Workspaces

/// Transactions on the workspaces' databases, each by its own login.
///
/// Where a workspace's database can't be reached, or has a shape that this program can't serve, its callers are told
/// (``WorkspaceUnavailable``) and nobody else's are.
package final class PostgresWorkspaceDatabases: WorkspaceDatabaseAccess {
    /// Workspaces remembered at once; beyond it the memory is emptied, so that it never grows with their number.
    private static let capacity = 1_024
    /// How long a workspace's place and shape are believed, in seconds: it may be migrated under us.
    private static let lifetime: TimeInterval = 60
    /// How long a workspace that can't be served is not looked at again, in seconds.
    private static let pause: TimeInterval = 5

    private enum Knowledge {
        case served(WorkspaceLocation)
        case unserved(any Error)
    }

    private let pools: WorkspacePools
    private let locations: WorkspaceLocations
    private let migrations: [Migration]
    private let clock: any WallClock
    private let known = Mutex<[WorkspaceID: (knowledge: Knowledge, until: Date)]>([:])

    /// - Parameter migrations: what this program knows of a workspace's shape.
    package init(
        pools: WorkspacePools,
        locations: WorkspaceLocations,
        migrations: [Migration] = MigrationList.workspace,
        clock: any WallClock
    ) {
        self.pools = pools
        self.locations = locations
        self.migrations = migrations
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
            unreachable(workspace, $0)
        }
    }

    /// The workspaces that were asked for within the last minute and could not be served, and why.
    package var unserved: [WorkspaceID: any Error] {
        let now = clock.now
        return known.withLock { known in
            known.compactMapValues { entry in
                guard case .unserved(let reason) = entry.knowledge, entry.until > now.addingTimeInterval(-Self.lifetime)
                else { return nil }
                return reason
            }
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
            try AuditRepository.append(change.events, by: author, at: clock.now, in: transaction)
            return result
        }
    }

    private func location(of workspace: WorkspaceID) async throws -> WorkspaceLocation {
        let now = clock.now
        if let entry = known.withLock({ $0[workspace] }), entry.until > now {
            switch entry.knowledge {
            case .served(let location): return location
            case .unserved(let reason): throw WorkspaceUnavailable(workspace: workspace, reason: reason)
            }
        }
        let found = try await StorageFaults.translated {
            try await pools.withControlConnection { [locations] in try await locations.find(workspace, in: $0) }
        } unreachable: {
            ControlDatabaseUnavailable(reason: $0)
        }
        guard let found else { throw WorkspaceUnavailable(workspace: workspace) }
        let verdict = try await StorageFaults.translated {
            try await pools.withConnection(workspace: found) { [migrations] in
                try await MigrationLedger.verdict(on: migrations, in: $0)
            }
        } unreachable: {
            unreachable(workspace, $0)
        }
        guard verdict == .served else {
            let reason = UnservedShape(verdict: verdict)
            remember(.unserved(reason), of: workspace, for: Self.pause)
            throw WorkspaceUnavailable(workspace: workspace, reason: reason)
        }
        remember(.served(found), of: workspace, for: Self.lifetime)
        return found
    }

    /// Remembered for readiness alone, which shows it for a while; the next caller tries again.
    private func unreachable(_ workspace: WorkspaceID, _ reason: any Error) -> WorkspaceUnavailable {
        remember(.unserved(reason), of: workspace, for: 0)
        return WorkspaceUnavailable(workspace: workspace, reason: reason)
    }

    private func remember(_ knowledge: Knowledge, of workspace: WorkspaceID, for seconds: TimeInterval) {
        let until = clock.now.addingTimeInterval(seconds)
        known.withLock { known in
            if known.count >= Self.capacity, known[workspace] == nil { known = [:] }
            known[workspace] = (knowledge, until)
        }
    }
}

/// The database's shape and this version don't fit.
struct UnservedShape: Error, CustomStringConvertible {
    let verdict: SchemaVerdict

    var description: String {
        switch verdict {
        case .served: "its shape fits"
        case .behind(let missing): "it lacks \(missing.joined(separator: ", ")): run `identity-gateway migrate`"
        case .ahead(let id): "\(id) was made for a newer version than this"
        }
    }
}
