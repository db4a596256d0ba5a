package struct PostgresTransaction: PostgresSession {
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    package func query(_ sql: SQL) async throws -> [PostgresRow] { throw PostgresError(.connectionLost) }

    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int { throw PostgresError(.connectionLost) }

    package func pipeline(_ statements: [SQL]) async throws -> [[PostgresRow]] { throw PostgresError(.connectionLost) }

    package func executeScript(_ text: String) async throws { throw PostgresError(.connectionLost) }
}
