import BoundedWorkers
import GatewayHTTP
import Postgres
import WorkspaceDatabases

extension Gateway {
    /// A call that runs longer than this is stuck: a hash takes well under a second, a name's resolution a few.
    private static let longestCall: Duration = .seconds(30)

    /// Longer than a caller waits for a connection: whoever came meanwhile went away without one.
    private static let longestStall: Duration = .seconds(10)

    /// Whether workspaces' connections are lent at all. Where they are not, a cluster takes none: that is its workspaces'
    /// trouble, and no reason to take the node from all others.
    var poolCheck: HealthCheck {
        HealthCheck("workspace_connections") {
            let stalled = pools.workspaceStatistics.stalled
            guard stalled < Self.longestStall else {
                throw HealthCheck.Degraded("Nobody was lent a connection for \(stalled.components.seconds) seconds.")
            }
        }
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
