package import BoundedWorkers
package import Postgres

package final class WorkspacePools: Sendable {
    package init(
        control: PostgresConfiguration,
        controlCap: Int,
        clusterCap: Int,
        perWorkspaceCap: Int? = nil,
        waitDeadline: Duration = .seconds(5),
        clusters: [PostgresConfiguration] = [],
        workers: BoundedWorkers
    ) {}

    /// A transaction on the control database.
    package func withControlTransaction<R>(
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    /// A connection to the control database, for single statements.
    package func withControlConnection<R>(
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    /// A transaction on a workspace's database.
    package func withTransaction<R>(
        workspace location: WorkspaceLocation,
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    /// A connection to a workspace's database, for single statements.
    package func withConnection<R>(
        workspace location: WorkspaceLocation,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    package func shutdown() async {}
}
