package import FoundationEssentials
import Postgres
package import WorkspaceDatabases
package import Workspaces

/// Whether the control database answers, and what time it has. Asked over the connections that are kept for revocations, so
/// that a flood of requests is not taken for a database that is away.
package struct DatabaseHealth: Sendable {
    private let pools: WorkspacePools

    package init(pools: WorkspacePools) {
        self.pools = pools
    }

    /// The database's clock.
    package func time() async throws -> Date {
        let rows = try await pools.withControlConnection(from: .reserved) { try await $0.query("SELECT now() AS now") }
        guard let time = try rows.first?.decode("now", as: Date.self) else {
            throw InconsistentRow(table: "now()", column: "now", row: "missing")
        }
        return time
    }

    /// How many seconds at least `clock` is off the database's.
    package func leastSkew(of clock: any WallClock) async throws -> TimeInterval {
        let before = clock.now
        let reading = try await time()
        return ClockSkew.least(reading: reading, between: before, and: clock.now)
    }
}
