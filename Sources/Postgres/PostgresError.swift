/// What went wrong between us and the server.
///
/// The description names the kind only and may be shown and logged anywhere. What the server said can hold values of
/// people's rows: it is in the debug description alone.
package struct PostgresError: Error, Sendable {
    package enum Kind: Sendable, Equatable {
        /// The server refused the statement. `sqlState` is one of Appendix A of PostgreSQL's documentation; `constraint` and
        /// `table` are those that were violated, where one was.
        case server(sqlState: String, constraint: String?, table: String?)
        /// The statement, or opening the connection, took longer than it may.
        case timeout
        /// The task was cancelled and the statement with it.
        case cancelled
        /// No connection could be made: unreachable, refused, a certificate or password that does not fit.
        case connectFailed
        /// The connection broke or was closed. Whether a statement in flight took effect is not known.
        case connectionLost
        /// A column did not hold what was asked of it.
        case decoding(column: String, type: String, reason: PostgresDecodingFailure)
        /// No connection of the pool came free in time.
        case poolDeadline
        /// The pool is being shut down.
        case poolShutDown
        /// The transaction was already aborted when it was to be committed; nothing of it was kept.
        case transactionAborted
        /// A transaction value was used after its end, or a connection beside its open transaction.
        case transactionMisused
        /// A migration was edited after it was applied, or the database has one that this program does not know.
        case migration(id: String, MigrationFault)
    }

    package enum MigrationFault: Sendable, Equatable {
        /// Applied with another text than the program has now.
        case edited
        /// Applied by a newer program; or removed from this one.
        case unknown
        /// Listed after one that is already applied, or twice.
        case outOfOrder
    }

    package let kind: Kind
    private let detail: String?

    package init(_ kind: Kind, detail: String? = nil) {
        self.kind = kind
        self.detail = detail.map(Self.line)
    }

    /// libpq and the server write several lines; an error is one.
    private static func line(_ text: String) -> String {
        text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }

    /// The server's five-character code, where the server refused.
    package var sqlState: String? {
        guard case .server(let sqlState, _, _) = kind else { return nil }
        return sqlState
    }

    /// Whether a unique constraint or index was violated; that one, where it is named.
    package func isUniqueViolation(of constraint: String? = nil) -> Bool {
        guard case .server("23505", let violated, _) = kind else { return false }
        return constraint == nil || constraint == violated
    }

    /// Whether the same transaction, tried again, may succeed: serialization failure or deadlock.
    package var isTransient: Bool { sqlState == "40001" || sqlState == "40P01" }

    init(refusal result: QueryResult, statement: String?) {
        let sqlState = result.errorField("C") ?? "XX000"
        kind = .server(sqlState: sqlState, constraint: result.errorField("n"), table: result.errorField("t"))
        let parts = [
            result.errorField("M"), result.errorField("D"), result.errorField("H"), result.errorField("W"),
            statement.map { "statement: \($0)" },
        ]
        detail = Self.line(parts.compactMap(\.self).joined(separator: " | "))
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        switch kind {
        case .server(let sqlState, let constraint, _):
            "the database refused a statement (SQLSTATE \(sqlState)\(constraint.map { ", constraint \($0)" } ?? ""))"
        case .timeout: "the database did not answer in time"
        case .cancelled: "the statement was cancelled"
        case .connectFailed: "no connection to the database could be made"
        case .connectionLost: "the connection to the database was lost"
        case .decoding(let column, let type, let reason): "column \(column) is no \(type): \(reason)"
        case .poolDeadline: "no database connection came free in time"
        case .poolShutDown: "the database pool is shut down"
        case .transactionAborted: "the transaction was aborted before its commit"
        case .transactionMisused: "a transaction was used outside its bounds"
        case .migration(let id, .edited): "migration \(id) was edited after it had been applied"
        case .migration(let id, .unknown): "the database has migration \(id), which this program does not know"
        case .migration(let id, .outOfOrder): "migration \(id) is listed out of order"
        }
    }

    package var debugDescription: String {
        detail.map { "\(description): \($0)" } ?? description
    }
}

extension PostgresError: Equatable {
    /// Two errors are equal when their kinds are: the detail is for reading.
    package static func == (left: PostgresError, right: PostgresError) -> Bool { left.kind == right.kind }
}
