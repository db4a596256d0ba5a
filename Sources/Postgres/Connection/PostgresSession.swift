/// Where statements can be run: a connection, or a transaction on one. What repositories take.
package protocol PostgresSession: Sendable {
    /// Runs the statement and returns its rows.
    func query(_ sql: SQL) async throws -> [PostgresRow]

    /// Runs the statement and returns how many rows it touched.
    @discardableResult
    func execute(_ sql: SQL) async throws -> Int

    /// Sends the statements together and returns the rows of each, after one round trip.
    ///
    /// They stand or fall together: outside a transaction they are one of their own, and where one fails, those after it
    /// are not run. At most ``PostgresConnection/longestPipeline`` of them.
    func pipeline(_ statements: [SQL]) async throws -> [[PostgresRow]]
}

extension PostgresSession {
    /// The first row's column, for statements that answer with at most one row.
    package func first<Value: PostgresDecodable>(
        _ column: String,
        as type: Value.Type = Value.self,
        _ sql: SQL
    ) async throws -> Value? {
        try await query(sql).first?.decode(column, as: type)
    }
}
