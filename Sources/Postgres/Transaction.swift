/// An open transaction, for as long as the closure that was given it runs.
///
/// BEGIN travels with the first statement; a transaction without a statement sends nothing at all. It is committed when
/// the closure returns and rolled back when it throws. Neither is stopped by cancelling the task.
package struct PostgresTransaction: PostgresSession {
    package enum Isolation: Sendable {
        case readCommitted, repeatableRead, serializable

        var beginning: String {
            switch self {
            case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
            case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
            case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        }
    }

    private let connection: PostgresConnection
    private let id: UInt64

    fileprivate init(connection: PostgresConnection, id: UInt64) {
        self.connection = connection
        self.id = id
    }

    package func query(_ sql: SQL) async throws -> [PostgresRow] {
        try await run([sql]).first?.rows ?? []
    }

    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await run([sql]).first?.affectedRows ?? 0
    }

    package func pipeline(_ statements: [SQL]) async throws -> [[PostgresRow]] {
        precondition(statements.count <= PostgresConnection.longestPipeline)
        guard !statements.isEmpty else { return [] }
        return try await run(statements).map(\.rows)
    }

    /// Leaves a statement to travel in front of the transaction's next one, or of COMMIT: no round trip is spent on it.
    ///
    /// For what is written and not answered. Its failure is thrown by what it travels with; whatever has to decide, a row
    /// count or a violated constraint, belongs into ``execute(_:)``.
    package func executeLater(_ sql: SQL) {
        connection.leave(sql, to: id)
    }

    /// Runs a text of several statements without parameters, as migrations are. It must be the program's own, and must not
    /// end the transaction.
    package func executeScript(_ text: String, limit: Duration? = nil) async throws {
        _ = try await run([])
        _ = try await connection.run(.script(text, limit: limit), in: id)
    }

    /// The results of `statements`, after those that were left to travel with them.
    private func run(_ statements: [SQL]) async throws -> ArraySlice<QueryResult> {
        let left = connection.takeLeft(to: id)
        return try await connection.run(.statements(left + statements), in: id).dropFirst(left.count)
    }
}

extension PostgresConnection {
    /// Runs `body` in a transaction.
    ///
    /// - Throws: what `body` throws, after the rollback; ``PostgresError`` of kind `transactionMisused` where one is open or
    ///   other statements are in flight; `transactionAborted` where `body` swallowed a statement's failure. When the error
    ///   is `connectionLost` or `timeout` and came from the commit, whether it took effect is not known.
    package func transaction<R>(
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        let id = try beginTransaction(isolation)
        let result: R
        do {
            result = try await body(PostgresTransaction(connection: self, id: id))
        } catch {
            await rollBack(id)
            throw error
        }
        try await commit(id)
        return result
    }

    private func commit(_ id: UInt64) async throws {
        let left = takeLeft(to: id)
        guard isBegun(id) || !left.isEmpty else { return endTransaction(id) }
        let results: [QueryResult]
        do {
            results = try await run(.statements(left + ["COMMIT"]), in: id, isShielded: true)
        } catch {
            // Behind a statement that was refused COMMIT is not run, and the transaction is still open.
            await rollBack(id)
            throw error
        }
        defer { endTransaction(id) }
        // The server answers COMMIT of an aborted transaction with the tag ROLLBACK, and no error.
        guard results.last?.commandTag == "COMMIT" else { throw PostgresError(.transactionAborted) }
    }

    private func rollBack(_ id: UInt64) async {
        defer { endTransaction(id) }
        guard isBegun(id) else { return }
        // Should it fail, the transaction is still open, and ending it here gives the connection up.
        _ = try? await run(.statements(["ROLLBACK"]), in: id, isShielded: true)
    }
}
