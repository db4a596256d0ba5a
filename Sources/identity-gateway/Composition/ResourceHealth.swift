import BoundedWorkers
import GatewayHTTP
import Postgres
import WorkspaceDatabases

extension Gateway {
    /// A call that runs longer than this is stuck: a hash takes well under a second, a name's resolution a few.
    private static let longestCall: Duration = .seconds(30)

    /// Longer than a caller waits for a connection: whoever came meanwhile went away without one.
    private static let longestStall: Duration = .seconds(10)

    /// Whether connections are lent at all, by pool. Where workspaces' are not, a cluster takes none: that is its workspaces'
    /// trouble, and no reason to take the node from all others. Without those for revocations the node can end no session.
    var poolChecks: [HealthCheck] {
        [
            HealthCheck("revocation_connections") {
                if let fault = Self.fault(of: pools.controlStatistics(of: .reserved)) { throw CommandFailure(fault) }
            },
            HealthCheck("workspace_connections") {
                if let fault = Self.fault(of: pools.workspaceStatistics) { throw HealthCheck.Degraded(fault) }
            },
        ]
    }

    private static func fault(of pool: PoolStatistics) -> String? {
        pool.stalled < longestStall
            ? nil : "Nobody was lent a connection for \(pool.stalled.components.seconds) seconds."
    }

    /// Whether the threads that all else waits for get on, by name. A full queue is no reason to take the node out: its
    /// neighbours would get the flood as well. Threads that never come back are.
    var workerChecks: [HealthCheck] {
        [("password_hashing", hashWorkers), ("database_workers", databaseWorkers)].map { name, workers in
            HealthCheck(name) {
                let longest = workers.statistics.longestRunning
                guard longest < Self.longestCall else {
                    throw CommandFailure("A call has been running for \(longest.components.seconds) seconds.")
                }
            }
        }
    }
}
