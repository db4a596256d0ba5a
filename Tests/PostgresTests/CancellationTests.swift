import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// Statements that are no longer wanted, and the connection after them.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct CancellationTests {
    /// Again and again, since a cancel may come before the server has read the statement.
    @Test func cancellingTheTaskCancelsTheStatement() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            for _ in 0..<20 {
                let statement = Task { try await connection.query("SELECT pg_sleep(600)") }
                statement.cancel()
                await #expect(throws: PostgresError(.cancelled)) { try await statement.value }
                #expect(try await connection.query("SELECT 1 AS one").count == 1)
            }
        }
    }

    /// The server's process is held while both come: once it goes on it meets the cancel first, and reads the statement then.
    @Test(.timeLimit(.minutes(1))) func aCancelThatComesBeforeTheStatementIsSentAgain() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let process = connection.processID
            try #require(kill(process, SIGSTOP) == 0)
            defer { _ = kill(process, SIGCONT) }
            let statement = Task { try await connection.query("SELECT pg_sleep(600)") }
            statement.cancel()
            while try !Self.isInterruptPending(process) { try await Task.sleep(for: .milliseconds(10)) }
            try #require(kill(process, SIGCONT) == 0)
            await #expect(throws: PostgresError(.cancelled)) { try await statement.value }
            #expect(try await connection.query("SELECT 1 AS one").count == 1)
        }
    }

    /// Whether a cancel has come to a process that is held (proc_pid_status(5), `ShdPnd`).
    private static func isInterruptPending(_ process: Int32) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let pending = try #require(status.firstMatch(of: /ShdPnd:\s+([0-9a-f]+)/)).output.1
        return try #require(UInt64(pending, radix: 16)) & (1 << UInt64(SIGINT - 1)) != 0
    }

    @Test func aRunningStatementIsStoppedOnTheServer() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let connection = try await server.connect(configuration)
            let watcher = try await server.connect(configuration)
            let statement = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await watcher.waitUntilSleeping(connection.processID)
            statement.cancel()
            await #expect(throws: PostgresError(.cancelled)) { try await statement.value }
            #expect(try await connection.query("SELECT 1 AS one").count == 1)
            await connection.close()
            await watcher.close()
        }
    }

    @Test func aStatementStopsAtItsOwnTimeout() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let slow: SQL = "SELECT pg_sleep(600)"
            await #expect(throws: PostgresError(.timeout)) {
                try await connection.query(slow.timeout(.milliseconds(1)))
            }
            #expect(try await connection.query("SELECT 1 AS one").count == 1)
        }
    }

    /// What is left to travel with COMMIT is a statement like others: where it stands too long the transaction is undone, and is
    /// not committed behind the back of whoever was told so.
    @Test func whatTravelsWithCommitStopsAtItsTimeout() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let holder = try await server.connect(configuration)
            try await holder.execute("CREATE TABLE numbers (n int)")
            try await holder.execute("INSERT INTO numbers (n) VALUES (0)")
            var impatient = configuration
            impatient.statementTimeout = .seconds(1)
            let connection = try await server.connect(impatient)
            try await holder.transaction { holding in
                try await holding.execute("UPDATE numbers SET n = 1")
                await #expect(throws: PostgresError(.timeout)) {
                    try await connection.transaction { $0.executeLater("UPDATE numbers SET n = n + 10") }
                }
            }
            #expect(try await connection.query("SELECT n FROM numbers").first?.decode("n", as: Int.self) == 1)
            await connection.close()
            await holder.close()
        }
    }

    /// A cancel that arrives late must not hit the statement after the one that it was for.
    @Test func noStatementIsHitByTheCancelOfTheOneBefore() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            for round in 0..<100 {
                let short = Task { try await connection.query("SELECT pg_sleep(0.001), \(round) AS round") }
                if round % 3 != 0 { await Task.yield() }
                short.cancel()
                let innocent = try await connection.query("SELECT \(round) AS round")
                #expect(try innocent.first?.decode("round", as: Int.self) == round)
                _ = try? await short.value
            }
        }
    }

    @Test func aCancelledStatementAmongOthersLeavesThemAlone() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let first = Task { try await connection.query("SELECT pg_sleep(0.05), 'first' AS name") }
            let second = Task { try await connection.query("SELECT 'second' AS name") }
            let third = Task { try await connection.query("SELECT 'third' AS name") }
            second.cancel()
            #expect(try await first.value.count == 1)
            _ = try? await second.value
            #expect(try await third.value.count == 1)
        }
    }

    @Test func aCancelledTransactionIsRolledBackAndTheConnectionGoesOn() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await connection.execute("CREATE TABLE numbers (n int)")
            let work = Task {
                try await connection.transaction { transaction in
                    try await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                    try await transaction.execute("SELECT pg_sleep(600)")
                }
            }
            work.cancel()
            await #expect(throws: PostgresError(.cancelled)) { try await work.value }
            #expect(try await connection.query("SELECT n FROM numbers").isEmpty)
        }
    }

    @Test func openingAConnectionStopsAtItsTimeout() async throws {
        let server = try await PrivatePostgres.shared()
        // RFC 5737: an address for documentation, which nobody answers.
        var configuration = server.configuration(database: "postgres", user: "x", password: "x")
        configuration.host = "192.0.2.1"
        configuration.connectTimeout = .milliseconds(1)
        await #expect(throws: PostgresError.self) { try await server.connect(configuration) }
    }

    @Test func aLostConnectionFailsWhatIsInFlightAndWhatComesLater() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let connection = try await server.connect(configuration)
            let killer = try await server.connect(configuration)
            let statement = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await killer.waitUntilSleeping(connection.processID)
            try await killer.execute("SELECT pg_terminate_backend(\(connection.processID))")
            await #expect(throws: PostgresError.self) { try await statement.value }
            await #expect(throws: PostgresError(.connectionLost)) { try await connection.query("SELECT 1 AS one") }
            #expect(connection.isClosed)
            await killer.close()
        }
    }
}

extension PostgresConnection {
    /// Asks until that process runs pg_sleep.
    func waitUntilSleeping(_ processID: Int32) async throws {
        var isSleeping = false
        while !isSleeping {
            let waiting = try await query(
                "SELECT 1 AS one FROM pg_stat_activity WHERE pid = \(processID) AND wait_event = 'PgSleep'"
            )
            isSleeping = !waiting.isEmpty
        }
    }
}
