/// SQL stands in the storage adapters. Postgres itself knows transactions, LISTEN and its own migration ledger, no table.
struct SQLPlacementRule: Rule {
    private static let homes: Set<String> = ["PostgresStorage", "WorkspaceDatabases", "asset-api"]
    /// First words of statements about data and its shape. All in capitals, as this code base writes SQL: prose begins
    /// with "Update" too.
    private static let statements: [[String]] = [
        ["SELECT"], ["INSERT", "INTO"], ["UPDATE"], ["DELETE", "FROM"], ["CREATE"], ["ALTER"], ["DROP"], ["GRANT"],
        ["REVOKE"], ["TRUNCATE"], ["WITH"], ["MERGE", "INTO"],
    ]

    func violations(in file: SourceFile) -> [Violation] {
        if file.path.hasSuffix(".sql") {
            return ["PostgresStorage", "asset-api"].contains(file.target)
                ? [] : [Violation(file, line: 1, "migrations belong to PostgresStorage and asset-api")]
        }
        guard let swift = file.swift, !Self.homes.contains(file.target) else { return [] }
        return swift.literals.filter { Self.isStatement($0.text) && !Self.belongsToPostgres($0.text, in: file) }.map {
            Violation(file, line: $0.line, "SQL outside of the storage adapters: \($0.text.prefix(40))")
        }
    }

    static func isStatement(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).prefix(2).map(String.init)
        // A statement is more than a word: "SELECT" alone is somebody's name for it.
        return words.count == 2 && statements.contains { words.starts(with: $0) }
    }

    private static func belongsToPostgres(_ text: String, in file: SourceFile) -> Bool {
        guard file.target == "Postgres" else { return false }
        return file.name.contains("Migration") || text.contains("pg_advisory") || text.contains("pg_notify")
    }
}
