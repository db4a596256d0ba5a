import Postgres
import TestSupport
import Testing

/// One pool over more databases than it may have connections, on a real server.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct ManyDatabasesTests {
    private static let databases = 20
    private static let cap = 5

    /// attacks 5.8 #78: whoever asks for a database gets that one, and no more are open than the cap.
    @Test func theCapHoldsAndEachGetsItsOwnDatabase() async throws {
        let server = try await PrivatePostgres.shared()
        let administration = try await server.connect(server.superuser)
        let prefix = PrivatePostgres.freshName("many")
        let names = (0..<Self.databases).map { "\(prefix)_\($0)" }
        for name in names { try await administration.execute("CREATE DATABASE \(unsafeSQL: SQL.identifier(name))") }
        let pool = PostgresClusterPool(cap: Self.cap, waitDeadline: .seconds(60), workers: server.workers)

        let mostSeen = try await withThrowingTaskGroup(of: Void.self) { group in
            // A storm on the first, and something of everything else.
            for number in 0..<400 {
                let name = number.isMultiple(of: 2) ? names[0] : names[number % names.count]
                group.addTask {
                    try await pool.withConnection(to: server.superuser.with(database: name)) { connection in
                        let row = try await connection.query("SELECT current_database()::text AS name").first
                        #expect(try row?.decode("name", as: String.self) == name)
                    }
                }
            }
            var most = 0
            while pool.statistics.waiting > 0 || most == 0 {
                let row = try await administration.query(
                    "SELECT count(*) AS n FROM pg_stat_activity WHERE starts_with(datname::text, \(prefix))"
                ).first
                most = max(most, try row?.decode("n", as: Int.self) ?? 0)
                #expect(pool.statistics.total <= Self.cap)
            }
            try await group.waitForAll()
            return most
        }
        // The server counts a backend until it has noticed that its client is gone, a moment after we have closed it: each
        // place may be seen twice.
        #expect(mostSeen <= 2 * Self.cap)
        await pool.shutdown()
        for name in names {
            try await administration.execute("DROP DATABASE \(unsafeSQL: SQL.identifier(name)) WITH (FORCE)")
        }
        await administration.close()
    }
}
