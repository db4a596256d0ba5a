package struct MigrationRunner {
    @discardableResult
    package static func migrate(
        _ connection: PostgresConnection,
        migrations: [Migration]
    ) async throws -> [String] {
        throw PostgresError(.connectionLost)
    }
}
