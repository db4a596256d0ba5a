import BoundedWorkers
import GatewayHTTP

extension Gateway {
    /// A call that runs longer than this is stuck: a hash takes well under a second, a name's resolution a few.
    private static let longestCall: Duration = .seconds(30)

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
