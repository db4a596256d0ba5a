package import BoundedWorkers
package import Postgres
import ServiceLifecycle
import Synchronization

/// Whose connections to the control database are meant.
package enum ControlShare: Sendable {
    /// Those of everybody.
    case common
    /// A few that are kept for what may not wait behind everybody. Where none are kept, the common ones.
    case reserved
}

/// The pools of a serving process: one for the control database, a small one for what may not wait behind that one's callers,
/// and for each cluster with workspaces one over all of them, under one cap.
///
/// As a service it waits for the graceful shutdown, then until what is lent was given back.
package final class WorkspacePools: Sendable {
    private struct Endpoint: Hashable {
        let host: String
        let port: Int
    }

    private struct State {
        var pools: [Endpoint: PostgresClusterPool] = [:]
        var isShutDown = false
    }

    private let control: PostgresConfiguration
    private let commonPool: PostgresClusterPool
    private let reservedPool: PostgresClusterPool?
    private let clusters: [Endpoint: PostgresConfiguration]
    private let makePool: @Sendable () -> PostgresClusterPool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - control: the control database, as the runtime role. Its TLS settings and limits hold for workspaces too, on
    ///     clusters that are not listed.
    ///   - controlCap: the most connections to it that everybody shares.
    ///   - reservedControlCap: the most besides, for ``ControlShare/reserved``; 0 for none.
    ///   - clusterCap: the most connections to each cluster's workspaces together. A cluster that also has the control
    ///     database gets both.
    ///   - perWorkspaceCap: the most to one workspace, so that one does not keep all others waiting; nil for no limit.
    ///   - waitDeadline: how long a caller waits for a connection.
    ///   - clusters: settings of further clusters, found by host and port.
    package init(
        control: PostgresConfiguration,
        controlCap: Int,
        reservedControlCap: Int = 0,
        clusterCap: Int,
        perWorkspaceCap: Int? = nil,
        waitDeadline: Duration = PostgresClusterPool.defaultWaitDeadline,
        clusters: [PostgresConfiguration] = [],
        workers: BoundedWorkers
    ) {
        self.control = control
        commonPool = PostgresClusterPool(cap: controlCap, waitDeadline: waitDeadline, workers: workers)
        reservedPool =
            reservedControlCap > 0
            ? PostgresClusterPool(cap: reservedControlCap, waitDeadline: waitDeadline, workers: workers) : nil
        self.clusters = Dictionary(
            clusters.map { (Endpoint(host: $0.host, port: $0.port), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        makePool = {
            PostgresClusterPool(
                cap: clusterCap,
                perDatabaseCap: perWorkspaceCap,
                waitDeadline: waitDeadline,
                workers: workers
            )
        }
    }

    /// A transaction on the control database.
    package func withControlTransaction<R>(
        from share: ControlShare = .common,
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await pool(of: share).withTransaction(to: control, isolation: isolation, body)
    }

    /// A connection to the control database, for single statements.
    package func withControlConnection<R>(
        from share: ControlShare = .common,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        try await pool(of: share).withConnection(to: control, body)
    }

    /// A transaction on a workspace's database.
    package func withTransaction<R>(
        workspace location: WorkspaceLocation,
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await pool(of: location).withTransaction(to: configuration(of: location), isolation: isolation, body)
    }

    /// A connection to a workspace's database, for single statements.
    package func withConnection<R>(
        workspace location: WorkspaceLocation,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        try await pool(of: location).withConnection(to: configuration(of: location), body)
    }

    /// Refuses callers from now on, and returns when all that was lent is back and closed.
    package func shutdown() async {
        let pools = state.withLock { state in
            state.isShutDown = true
            return Array(state.pools.values)
        }
        for pool in pools + [commonPool, reservedPool].compactMap(\.self) { await pool.shutdown() }
    }

    /// The state of that share of the connections to the control database.
    package func controlStatistics(of share: ControlShare) -> PoolStatistics { pool(of: share).statistics }

    /// The state of the workspaces' pools, summed over all clusters.
    package var workspaceStatistics: PoolStatistics {
        let pools = state.withLock { Array($0.pools.values) }
        return pools.map(\.statistics).reduce(PoolStatistics(), +)
    }

    private func pool(of share: ControlShare) -> PostgresClusterPool {
        switch share {
        case .common: commonPool
        case .reserved: reservedPool ?? commonPool
        }
    }

    private func configuration(of location: WorkspaceLocation) -> PostgresConfiguration {
        location.configuration(like: clusters[Endpoint(host: location.host, port: location.port)] ?? control)
    }

    private func pool(of location: WorkspaceLocation) throws -> PostgresClusterPool {
        let endpoint = Endpoint(host: location.host, port: location.port)
        return try state.withLock { state in
            guard !state.isShutDown else { throw PostgresError(.poolShutDown) }
            if let pool = state.pools[endpoint] { return pool }
            let pool = makePool()
            state.pools[endpoint] = pool
            return pool
        }
    }
}

extension WorkspacePools: Service {
    package func run() async throws {
        try await gracefulShutdown()
        await shutdown()
    }
}
