package import FoundationEssentials
import Postgres
package import WorkspaceDatabases

/// Whether the control database answers, and what time it has.
package struct DatabaseHealth: Sendable {
    private let pools: WorkspacePools

    package init(pools: WorkspacePools) {
        self.pools = pools
    }

    /// The database's clock.
    package func time() async throws -> Date {
        let rows = try await pools.withControlConnection { try await $0.query("SELECT now() AS now") }
        guard let time = try rows.first?.decode("now", as: Date.self) else {
            throw InconsistentRow(table: "now()", column: "now", row: "missing")
        }
        return time
    }
}
