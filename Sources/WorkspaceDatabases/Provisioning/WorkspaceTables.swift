import Postgres

/// The tables of a workspace and who may do what with them.
struct WorkspaceTables: Sendable {
    let migrations: [Migration]
    /// Tables of which a workspace's login may read and add rows, and never change or delete one.
    let appendOnly: [String]

    /// Brings the database up to the list, as the owner role, and sets the members' rights anew.
    @discardableResult
    func migrate(on connection: PostgresConnection, roles: WorkspaceRoles) async throws -> [String] {
        try await connection.execute("SET ROLE \(unsafeSQL: SQL.identifier(roles.owner))")
        let applied = try await MigrationRunner.migrate(connection, migrations: migrations)
        try await connection.transaction { transaction in
            _ = try await transaction.pipeline(grants(to: SQL.identifier(roles.member)))
        }
        return applied
    }

    /// TRUNCATE, REFERENCES and TRIGGER are given to nobody: the first empties a table that is append-only, the last runs
    /// code as whoever writes.
    private func grants(to member: String) -> [SQL] {
        [
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO \(unsafeSQL: member)",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \(unsafeSQL: member)",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO \(unsafeSQL: member)",
            "REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM \(unsafeSQL: member)",
        ]
            + appendOnly.map {
                "REVOKE UPDATE, DELETE ON \(unsafeSQL: SQL.identifier($0)) FROM \(unsafeSQL: member)"
            }
    }
}
