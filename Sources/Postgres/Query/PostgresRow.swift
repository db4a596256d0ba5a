/// One row of an answer.
package struct PostgresRow: Sendable {
    private let result: QueryResult
    private let index: Int32

    init(result: QueryResult, index: Int32) {
        self.result = result
        self.index = index
    }

    /// The value of the one column of that name.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, which names the column and the type asked for, where there is no such
    ///   column, or two; where it is NULL and the type not optional; where the column's type is another.
    package func decode<Value: PostgresDecodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        do {
            return try result.decode(row: index, column: try result.column(named: column), as: type)
        } catch {
            throw PostgresError(.decoding(column: column, type: "\(type)", reason: error))
        }
    }
}
