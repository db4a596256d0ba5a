import BoundedWorkers
import GatewayHTTP
import Postgres
import WorkspaceDatabases

extension Gateway {
    /// Tells what of the bounded resources is in use now: database connections, and the workers with their queues.
    func report(to registry: MetricsRegistry) {
        let pools = [("control", pools.controlStatistics), ("workspaces", pools.workspaceStatistics)]
        for (pool, statistics) in pools {
            let states = [
                ("leased", statistics.leased), ("idle", statistics.idle), ("opening", statistics.opening),
                ("closing", statistics.closing),
            ]
            for (state, count) in states {
                registry.set(
                    Double(count),
                    of: "gateway_database_connections",
                    ["pool": pool, "state": state],
                    help: "Connections to PostgreSQL, by pool and state."
                )
            }
            registry.set(
                Double(statistics.waiting),
                of: "gateway_database_connection_waiters",
                ["pool": pool],
                help: "Callers that wait for a connection."
            )
        }
        for (name, workers) in [("database", databaseWorkers), ("password", hashWorkers)] {
            registry.set(
                Double(workers.waiting),
                of: "gateway_worker_queue_length",
                ["workers": name],
                help: "Calls that wait for a thread."
            )
        }
    }
}
