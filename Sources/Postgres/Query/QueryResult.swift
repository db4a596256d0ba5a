import CLibPQ

/// A statement's answer as libpq holds it; its cells are read in place.
///
/// `@unchecked` is sound: after libpq has handed a `PGresult` over nobody changes it, the functions used here only read
/// it, and it is freed once, when the last row that points into it is gone.
@safe
final class QueryResult: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes over the result: it must not be cleared elsewhere.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }

    var rowCount: Int { Int(unsafe PQntuples(pointer)) }

    private var columnCount: Int32 { unsafe PQnfields(pointer) }

    /// Rows that an INSERT, UPDATE, DELETE, MERGE or SELECT touched; 0 for other commands.
    var affectedRows: Int {
        guard let digits = unsafe PQcmdTuples(pointer) else { return 0 }
        return Int(unsafe String(cString: digits)) ?? 0
    }

    /// What was done, in the server's words: `INSERT 0 1`, `COMMIT`, `SET`.
    var commandTag: String {
        guard let tag = unsafe PQcmdStatus(pointer) else { return "" }
        return unsafe String(cString: tag)
    }

    var rows: [PostgresRow] {
        (0..<rowCount).map { PostgresRow(result: self, index: Int32($0)) }
    }

    /// One part of an error's report, by its code in libpq's documentation of `PQresultErrorField`.
    func errorField(_ code: Character) -> String? {
        guard let ascii = code.asciiValue, let text = unsafe PQresultErrorField(pointer, Int32(ascii)) else {
            return nil
        }
        return unsafe String(cString: text)
    }

    /// The one column of that name, by its bytes.
    func column(named name: String) throws(PostgresDecodingFailure) -> Int32 {
        var name = name
        var found: Int32?
        for column in 0..<columnCount where hasName(column, &name) {
            guard found == nil else { throw .twoColumnsOfThatName }
            found = column
        }
        guard let found else { throw .noSuchColumn }
        return found
    }

    private func hasName(_ column: Int32, _ name: inout String) -> Bool {
        guard let candidate = unsafe PQfname(pointer, column) else { return false }
        return name.withUTF8 { wanted in
            for index in wanted.indices where unsafe UInt8(bitPattern: candidate[index]) != wanted[index] {
                return false
            }
            return unsafe candidate[wanted.count] == 0
        }
    }

    func decode<Value: PostgresDecodable>(
        row: Int32,
        column: Int32,
        as type: Value.Type
    ) throws(PostgresDecodingFailure) -> Value {
        guard unsafe PQgetisnull(pointer, row, column) == 0 else { return try Value.decodeNull() }
        guard let cell = unsafe PQgetvalue(pointer, row, column) else { throw .malformed }
        let length = Int(unsafe PQgetlength(pointer, row, column))
        let columnType = PostgresType(ofColumn: unsafe PQftype(pointer, column))
        let bytes = unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(cell).assumingMemoryBound(to: UInt8.self),
            count: length
        )
        // `self` keeps the memory alive for the length of the call.
        return try withExtendedLifetime(self) { () throws(PostgresDecodingFailure) -> Value in
            try Value.decode(unsafe Span(_unsafeElements: bytes), type: columnType)
        }
    }
}
