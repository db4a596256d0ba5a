import Postgres
import TestSupport
import Testing

/// Transactions as values.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct TransactionTests {
    private struct Refusal: Error {}

    private func withNumbers(_ body: (PostgresConnection) async throws -> Void) async throws {
        try await PrivatePostgres.shared().withConnection { connection in
            try await connection.execute("CREATE TABLE numbers (n int PRIMARY KEY)")
            try await body(connection)
        }
    }

    private func numbers(_ session: any PostgresSession) async throws -> [Int] {
        try await session.query("SELECT n FROM numbers ORDER BY n").map { try $0.decode("n") }
    }

    @Test func commitsWhenTheClosureReturns() async throws {
        try await withNumbers { connection async throws in
            let seen = try await connection.transaction { transaction in
                try await transaction.execute("INSERT INTO numbers (n) VALUES (\(1))")
                return try await numbers(transaction)
            }
            #expect(seen == [1])
            #expect(try await numbers(connection) == [1])
        }
    }

    @Test func rollsBackWhenItThrows() async throws {
        try await withNumbers { connection async throws in
            await #expect(throws: Refusal.self) {
                try await connection.transaction { transaction in
                    try await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                    throw Refusal()
                }
            }
            #expect(try await numbers(connection) == [])
        }
    }

    @Test func aSwallowedFailureDoesNotCommitInSilence() async throws {
        try await withNumbers { connection async throws in
            await #expect(throws: PostgresError(.transactionAborted)) {
                try await connection.transaction { transaction in
                    try await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                    _ = try? await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                }
            }
            #expect(try await numbers(connection) == [])
        }
    }

    @Test func aFailureAtCommitIsThrown() async throws {
        try await withNumbers { connection async throws in
            try await connection.execute(
                "CREATE TABLE later (n int REFERENCES numbers (n) DEFERRABLE INITIALLY DEFERRED)"
            )
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { try await $0.execute("INSERT INTO later (n) VALUES (7)") }
            }
            #expect(error?.sqlState == "23503")
            #expect(try await numbers(connection) == [])
        }
    }

    @Test func isolationIsTheOneAskedFor() async throws {
        try await withNumbers { connection async throws in
            let expected: [(PostgresTransaction.Isolation, String)] = [
                (.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
                (.serializable, "serializable"),
            ]
            for (isolation, name) in expected {
                let row = try await connection.transaction(isolation: isolation) { transaction in
                    try await transaction.query("SELECT current_setting('transaction_isolation') AS level").first
                }
                #expect(try row?.decode("level", as: String.self) == name)
            }
        }
    }

    @Test func aSerializationFailureIsTransient() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let one = try await server.connect(configuration)
            let two = try await server.connect(configuration)
            try await one.execute("CREATE TABLE counters (n int)")
            try await one.execute("INSERT INTO counters (n) VALUES (0)")
            let error = await #expect(throws: PostgresError.self) {
                try await one.transaction(isolation: .repeatableRead) { transaction in
                    _ = try await transaction.query("SELECT n FROM counters")
                    try await two.execute("UPDATE counters SET n = n + 1")
                    try await transaction.execute("UPDATE counters SET n = n + 1")
                }
            }
            #expect(error?.isTransient == true)
            await one.close()
            await two.close()
        }
    }

    @Test func anEmptyOneSendsNothing() async throws {
        try await withNumbers { connection async throws in
            try await connection.transaction { _ in }
            #expect(try await numbers(connection) == [])
        }
    }

    @Test func nobodyElseGetsIntoIt() async throws {
        try await withNumbers { connection async throws in
            var escaped: PostgresTransaction?
            try await connection.transaction { transaction in
                escaped = transaction
                try await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                await #expect(throws: PostgresError(.transactionMisused)) {
                    try await connection.query("SELECT 1 AS one")
                }
                await #expect(throws: PostgresError(.transactionMisused)) { try await connection.transaction { _ in } }
            }
            let over = try #require(escaped)
            await #expect(throws: PostgresError(.transactionMisused)) { try await over.query("SELECT 1 AS one") }
        }
    }

    @Test func scriptsAndPipelinesBelongToIt() async throws {
        try await withNumbers { connection async throws in
            await #expect(throws: Refusal.self) {
                try await connection.transaction { transaction in
                    try await transaction.executeScript(
                        "INSERT INTO numbers VALUES (1); INSERT INTO numbers VALUES (2);"
                    )
                    _ = try await transaction.pipeline(["INSERT INTO numbers VALUES (3)", "SELECT n FROM numbers"])
                    throw Refusal()
                }
            }
            #expect(try await numbers(connection) == [])
        }
    }

    @Test func whatIsLeftTravelsWithTheNextStatementInOrder() async throws {
        try await withNumbers { connection async throws in
            let seen = try await connection.transaction { transaction in
                transaction.executeLater("INSERT INTO numbers (n) VALUES (\(1))")
                transaction.executeLater("UPDATE numbers SET n = n + 1")
                return try await numbers(transaction)
            }
            #expect(seen == [2])
            #expect(try await numbers(connection) == [2])
        }
    }

    @Test func whatIsLeftTravelsWithCommitEvenAlone() async throws {
        try await withNumbers { connection async throws in
            try await connection.transaction { $0.executeLater("INSERT INTO numbers (n) VALUES (1)") }
            #expect(try await numbers(connection) == [1])
            try await connection.transaction { transaction in
                transaction.executeLater("INSERT INTO numbers (n) VALUES (2)")
                try await transaction.executeScript("UPDATE numbers SET n = n * 10;")
                transaction.executeLater("INSERT INTO numbers (n) VALUES (3)")
            }
            #expect(try await numbers(connection) == [3, 10, 20])
        }
    }

    @Test func whatIsLeftIsRolledBackWithTheRest() async throws {
        try await withNumbers { connection async throws in
            await #expect(throws: Refusal.self) {
                try await connection.transaction { transaction in
                    transaction.executeLater("INSERT INTO numbers (n) VALUES (1)")
                    _ = try await numbers(transaction)
                    transaction.executeLater("INSERT INTO numbers (n) VALUES (2)")
                    throw Refusal()
                }
            }
            #expect(try await numbers(connection) == [])
            // The next transaction finds nothing of it.
            _ = try await connection.transaction { try await $0.execute("INSERT INTO numbers (n) VALUES (3)") }
            #expect(try await numbers(connection) == [3])
        }
    }

    @Test func whatWasLeftAndIsRefusedAtCommitUndoesAllAndLeavesTheConnectionUsable() async throws {
        try await withNumbers { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { transaction in
                    try await transaction.execute("INSERT INTO numbers (n) VALUES (1)")
                    transaction.executeLater("INSERT INTO numbers (n) VALUES (1)")
                    transaction.executeLater("INSERT INTO numbers (n) VALUES (2)")
                }
            }
            #expect(error?.sqlState == "23505")
            #expect(try await numbers(connection) == [])
            #expect(!connection.isClosed)
        }
    }

    @Test func whatWasLeftAndIsRefusedFailsWhatItTravelsWith() async throws {
        try await withNumbers { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { transaction in
                    transaction.executeLater("INSERT INTO numbers (n) VALUES (NULL)")
                    _ = try await numbers(transaction)
                }
            }
            #expect(error?.sqlState == "23502")
            #expect(try await numbers(connection) == [])
        }
    }
}
