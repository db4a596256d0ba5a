import BoundedWorkers
import GatewayHTTP
import Postgres
import PostgresStorage
import SignIn
import TokenVerification
import WorkspaceDatabases
import Workspaces

extension Gateway {
    /// Tells what of the bounded resources is in use now, how long callers waited for them, and how fresh this node's
    /// knowledge is. Called before each reading of the metrics.
    func report(to registry: MetricsRegistry) {
        report(pools.controlStatistics(of: .common), of: "control", to: registry)
        report(pools.controlStatistics(of: .reserved), of: "revocations", to: registry)
        report(pools.workspaceStatistics, of: "workspaces", to: registry)
        report(databaseWorkers.statistics, of: "database", to: registry)
        report(hashWorkers.statistics, of: "password", to: registry)
        registry.set(
            Double(databases.unserved.count),
            of: "gateway_workspaces_unserved",
            help: "Workspaces that this node can't serve, such as one whose migration is missing."
        )
        registry.setTotal(
            Double(log.folded),
            of: "gateway_revocations_folded_total",
            help: "Revocations that this node folded into one for their whole workspace."
        )
        if let age = log.board.ageSeconds(at: clock.now.unixSeconds) {
            registry.set(
                Double(age),
                of: "gateway_revocation_knowledge_age_seconds",
                help: "Seconds since this node last knew all revocations."
            )
        }
    }

    private func report(_ statistics: PoolStatistics, of pool: String, to registry: MetricsRegistry) {
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
        registry.setTotal(
            Double(statistics.leases),
            of: "gateway_database_connection_leases_total",
            ["pool": pool],
            help: "Connections lent to callers."
        )
        registry.setTotal(
            statistics.waited.seconds,
            of: "gateway_database_connection_wait_seconds_total",
            ["pool": pool],
            help: "Seconds that callers waited for the connections they were lent."
        )
        registry.set(
            statistics.stalled.seconds,
            of: "gateway_database_pool_stalled_seconds",
            ["pool": pool],
            help: "Seconds that somebody has waited while nobody was lent a connection."
        )
    }

    private func report(_ statistics: WorkerStatistics, of workers: String, to registry: MetricsRegistry) {
        let gauges = [
            ("gateway_worker_queue_length", Double(statistics.waiting), "Calls that wait for a thread."),
            ("gateway_worker_running", Double(statistics.running), "Calls that run on a thread."),
            (
                "gateway_worker_longest_running_seconds", statistics.longestRunning.seconds,
                "Seconds that the oldest of the running calls has been running."
            ),
        ]
        for (name, value, help) in gauges { registry.set(value, of: name, ["workers": workers], help: help) }
        let totals = [
            ("gateway_worker_calls_total", Double(statistics.completed), "Calls that have run."),
            ("gateway_worker_refused_total", Double(statistics.refused), "Calls that found the queue full."),
            ("gateway_worker_wait_seconds_total", statistics.waited.seconds, "Seconds that calls waited for a thread."),
        ]
        for (name, value, help) in totals { registry.setTotal(value, of: name, ["workers": workers], help: help) }
    }
}

extension Duration {
    /// In seconds, for metrics and for people.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
