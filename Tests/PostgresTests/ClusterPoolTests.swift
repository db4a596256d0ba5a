import Postgres
import TestSupport
import Testing

/// The pool with real connections.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct ClusterPoolTests {
    private func withPool(
        cap: Int,
        waitDeadline: Duration = .seconds(60),
        _ body: (PostgresClusterPool, PostgresConfiguration) async throws -> Void
    ) async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let pool = PostgresClusterPool(cap: cap, waitDeadline: waitDeadline, workers: server.workers)
            try await body(pool, configuration)
            await pool.shutdown()
            #expect(pool.statistics.total == 0)
        }
    }

    @Test func manyTasksShareAFewConnections() async throws {
        try await withPool(cap: 3) { pool, configuration in
            let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await pool.withConnection(to: configuration) { connection in
                            let row = try await connection.query("SELECT \(number) AS n").first
                            #expect(try row?.decode("n", as: Int.self) == number)
                            return connection.processID
                        }
                    }
                }
                return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
            }
            #expect(processes.count <= 3)
        }
    }

    @Test func nothingOfOneUserReachesTheNext() async throws {
        let changes: [SQL] = [
            "SET search_path TO nowhere", "SET ROLE pg_monitor", "LISTEN news", "BEGIN", "PREPARE mine AS SELECT 1",
            "DECLARE mine CURSOR WITH HOLD FOR SELECT 1",
        ]
        for change in changes {
            try await withPool(cap: 1) { pool, configuration async throws in
                _ = try await pool.withConnection(to: configuration) { try await $0.execute(change) }
                let row = try await pool.withConnection(to: configuration) { connection in
                    try await connection.query(
                        """
                        SELECT current_setting('search_path') AS path, current_user = session_user AS itself,
                            (SELECT count(*) FROM pg_listening_channels()) AS channels,
                            (SELECT count(*) FROM pg_prepared_statements WHERE name = 'mine') AS prepared,
                            (SELECT count(*) FROM pg_cursors WHERE name = 'mine') AS cursors
                        """
                    ).first
                }
                #expect(try row?.decode("path", as: String.self) == "\"$user\", public", "\(change.text)")
                #expect(try row?.decode("itself", as: Bool.self) == true, "\(change.text)")
                for column in ["channels", "prepared", "cursors"] {
                    #expect(try row?.decode(column, as: Int.self) == 0, "\(change.text)")
                }
            }
        }
    }

    @Test func aTransactionLeftOpenByHandIsRolledBack() async throws {
        try await withPool(cap: 1) { pool, configuration async throws in
            let first = try await pool.withConnection(to: configuration) { connection in
                try await connection.execute("BEGIN")
                try await connection.execute("CREATE TABLE left_open (n int)")
                return connection.processID
            }
            try await pool.withConnection(to: configuration) { connection async throws in
                #expect(connection.processID == first)
                let row = try await connection.query("SELECT to_regclass('left_open') IS NULL AS gone").first
                #expect(try row?.decode("gone", as: Bool.self) == true)
            }
        }
    }

    @Test func aTransactionThatFailedLeavesAUsableConnection() async throws {
        try await withPool(cap: 1) { pool, configuration async throws in
            let first = try await pool.withConnection(to: configuration) { $0.processID }
            await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(to: configuration) { try await $0.execute("SELECT nonsense") }
            }
            #expect(try await pool.withConnection(to: configuration) { $0.processID } == first)
        }
    }

    @Test func aBrokenConnectionIsReplaced() async throws {
        try await withPool(cap: 1) { pool, configuration async throws in
            let first = try await pool.withConnection(to: configuration) { connection in
                _ = try? await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                return connection.processID
            }
            let second = try await pool.withConnection(to: configuration) { connection in
                _ = try await connection.query("SELECT 1 AS one")
                return connection.processID
            }
            #expect(first != second)
        }
    }

    @Test func waitingEndsAtTheDeadlineAndByCancelling() async throws {
        try await withPool(cap: 1, waitDeadline: .milliseconds(1)) { pool, configuration async throws in
            // Opening takes longer than this pool waits; once open, the connection stands idle.
            while pool.statistics.idle == 0 { try? await pool.withConnection(to: configuration) { _ in } }
            try await pool.withConnection(to: configuration) { _ in
                _ = await #expect(throws: PostgresError(.poolDeadline)) {
                    try await pool.withConnection(to: configuration) { _ in }
                }
            }
        }
        try await withPool(cap: 1) { pool, configuration async throws in
            try await pool.withConnection(to: configuration) { _ in
                let waiting = Task { try await pool.withConnection(to: configuration) { _ in } }
                waiting.cancel()
                _ = await #expect(throws: PostgresError(.cancelled)) { try await waiting.value }
            }
        }
    }

    @Test func whyNoConnectionCouldBeOpenedReachesTheCaller() async throws {
        try await withPool(cap: 1) { pool, configuration async throws in
            let wrong = configuration.with(database: "no_such_database")
            let error = await #expect(throws: PostgresError(.connectFailed)) {
                try await pool.withConnection(to: wrong) { _ in }
            }
            #expect(error?.debugDescription.contains("no_such_database") == true)
            #expect(
                try await pool.withConnection(to: configuration) { try await $0.query("SELECT 1 AS one").count } == 1
            )
        }
    }

    @Test func aShutDownPoolRefuses() async throws {
        try await withPool(cap: 1) { pool, configuration async throws in
            await pool.shutdown()
            await #expect(throws: PostgresError(.poolShutDown)) {
                try await pool.withConnection(to: configuration) { _ in }
            }
        }
    }
}
