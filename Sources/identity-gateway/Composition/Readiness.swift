import BoundedWorkers
import GatewayHTTP
import Postgres
import PostgresStorage
import SignIn
import TokenVerification
import WorkspaceDatabases
import Workspaces

/// What a node looks at before it says that it is ready.
///
/// A full queue is no reason to take it out: its neighbours would get the flood as well. So what asks the control database
/// asks over the connections that are kept for revocations.
extension Gateway {
    /// A call that runs longer than this is stuck: a hash takes well under a second, a name's resolution a few.
    private static let longestCall: Duration = .seconds(30)
    /// Longer than a caller waits for a connection: whoever came meanwhile went away without one.
    private static let longestStall: Duration = .seconds(10)
    /// Workspaces that are named when they can't be served.
    private static let mostNamed = 5

    var readinessChecks: [HealthCheck] { knowledgeChecks + poolChecks + workerChecks }

    private var knowledgeChecks: [HealthCheck] {
        [
            HealthCheck("control_database") { _ = try await DatabaseHealth(pools: pools).time() },
            HealthCheck("signing_keys") { _ = try keys.active() },
            HealthCheck("revocations") {
                guard log.board.isCurrent(at: clock.now.unixSeconds) else {
                    throw HealthCheck.Failed("The knowledge of revocations is too old.")
                }
            },
            HealthCheck("clock") {
                let off = try await DatabaseHealth(pools: pools).leastSkew(of: clock)
                guard off <= ClockSkew.toleratedByDatabase else {
                    throw HealthCheck.Failed("Our clock is \(off) seconds off the control database's.")
                }
            },
            HealthCheck("workspaces") {
                let unserved = databases.unserved
                guard unserved.isEmpty else {
                    let some = unserved.prefix(Self.mostNamed).map { "\($0.key): \($0.value)" }.joined(separator: "; ")
                    throw HealthCheck.Degraded("\(unserved.count) can't be served: \(some)")
                }
            },
        ]
    }

    /// Whether connections are lent at all, by pool. Where workspaces' are not, a cluster takes none: that is its workspaces'
    /// trouble, and no reason to take the node from all others.
    private var poolChecks: [HealthCheck] {
        [
            HealthCheck("control_connections") {
                if let fault = Self.fault(of: pools.controlStatistics(of: .common)) { throw HealthCheck.Failed(fault) }
            },
            HealthCheck("revocation_connections") {
                if let fault = Self.fault(of: pools.controlStatistics(of: .reserved)) {
                    throw HealthCheck.Failed(fault)
                }
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

    /// Whether the threads that all else waits for get on, by name.
    private var workerChecks: [HealthCheck] {
        [("password_hashing", hashWorkers), ("database_workers", databaseWorkers)].map { name, workers in
            HealthCheck(name) {
                let longest = workers.statistics.longestRunning
                guard longest < Self.longestCall else {
                    throw HealthCheck.Failed("A call has been running for \(longest.components.seconds) seconds.")
                }
            }
        }
    }
}
