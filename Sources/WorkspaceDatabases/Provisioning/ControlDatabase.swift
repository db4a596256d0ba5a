package import BoundedWorkers
package import Postgres

/// Brings a service's control database up to its migrations and gives the runtime role what it needs there: reading and
/// writing rows, no more.
package struct ControlDatabase: Sendable {
    private let provisioning: PostgresConfiguration
    private let runtimeRole: String
    private let migrations: [Migration]
    private let appendOnlyTables: [String]
    private let keptTables: [String]
    private let workers: BoundedWorkers

    /// - Parameters:
    ///   - provisioning: the control database, as the role that owns its tables. It must own the database, or be a superuser.
    ///   - runtimeRole: the role that the serving process connects as. It must exist.
    ///   - appendOnlyTables: those of which it may only read and add rows.
    ///   - keptTables: those of which it may delete no row.
    package init(
        provisioning: PostgresConfiguration,
        runtimeRole: String,
        migrations: [Migration],
        appendOnlyTables: [String] = [],
        keptTables: [String] = [],
        workers: BoundedWorkers
    ) {
        self.provisioning = provisioning
        self.runtimeRole = runtimeRole
        self.migrations = migrations
        self.appendOnlyTables = appendOnlyTables
        self.keptTables = keptTables
        self.workers = workers
    }

    /// Returns the identifiers of the migrations that were applied.
    @discardableResult
    package func migrate() async throws -> [String] {
        let connection = try await PostgresConnection.connect(provisioning, workers: workers)
        do {
            let applied = try await MigrationRunner.migrate(connection, migrations: migrations)
            try await connection.transaction { transaction in try await grant(in: transaction) }
            await connection.close()
            return applied
        } catch {
            await connection.close()
            throw error
        }
    }

    private func grant(in transaction: PostgresTransaction) async throws {
        let role = SQL.identifier(runtimeRole)
        let database = SQL.identifier(provisioning.database)
        try await transaction.execute("REVOKE ALL ON DATABASE \(unsafeSQL: database) FROM PUBLIC")
        try await transaction.execute("GRANT CONNECT ON DATABASE \(unsafeSQL: database) TO \(unsafeSQL: role)")
        try await transaction.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        try await transaction.execute("GRANT USAGE ON SCHEMA public TO \(unsafeSQL: role)")
        try await transaction.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \(unsafeSQL: role)"
        )
        try await transaction.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO \(unsafeSQL: role)")
        try await transaction.execute("REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM \(unsafeSQL: role)")
        for table in appendOnlyTables {
            try await transaction.execute(
                "REVOKE UPDATE, DELETE ON \(unsafeSQL: SQL.identifier(table)) FROM \(unsafeSQL: role)"
            )
        }
        for table in keptTables {
            try await transaction.execute(
                "REVOKE DELETE ON \(unsafeSQL: SQL.identifier(table)) FROM \(unsafeSQL: role)"
            )
        }
    }
}
