/// One migration that a database has, as its ledger tells.
package struct AppliedMigration: Sendable, Equatable {
    package let id: String
    package let checksum: [UInt8]
    /// ``Migration/needs``, as the program that applied it knew it.
    package let needs: String?

    package init(id: String, checksum: [UInt8], needs: String? = nil) {
        self.id = id
        self.checksum = checksum
        self.needs = needs
    }
}

/// The table in each database that tells which migrations it has.
package enum MigrationLedger {
    /// The migrations that the database has, in order. A database that never was migrated has no ledger, and the server
    /// refuses.
    package static func read(_ session: any PostgresSession) async throws -> [AppliedMigration] {
        // The column came with a later version than the table: where it is missing, all needs nothing.
        try await session.query(
            """
            SELECT id, checksum, to_jsonb(m) ->> 'needs' AS needs
            FROM schema_migrations m
            ORDER BY id
            """
        ).map { row in
            AppliedMigration(
                id: try row.decode("id"),
                checksum: try row.decode("checksum"),
                needs: try row.decode("needs")
            )
        }
    }

    /// How the database fits a program that knows `known`.
    ///
    /// Where it has just these, as nearly always, their names say it. What else the ledger knows is read only where it may
    /// matter: on a connection just opened each catalogue that a statement wants is read anew.
    package static func verdict(
        on known: [Migration],
        in session: any PostgresSession
    ) async throws -> SchemaVerdict {
        let names: [String] = try await session.query("SELECT id FROM schema_migrations").map { try $0.decode("id") }
        guard Set(names) != Set(known.map(\.id)) else { return .served }
        return SchemaVerdict(of: try await read(session), known: known)
    }

    /// Whether the database was ever migrated.
    static func exists(in session: any PostgresSession) async throws -> Bool {
        let rows = try await session.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS found")
        return try rows.first?.decode("found") ?? false
    }

    /// Asked for before it is made, since CREATE TABLE asks for rights even where IF NOT EXISTS has nothing to do.
    static func prepare(in transaction: PostgresTransaction) async throws {
        let columns: Int? = try await transaction.first(
            "columns",
            """
            SELECT count(*) AS columns
            FROM pg_attribute
            WHERE attrelid = to_regclass('schema_migrations') AND attname IN ('id', 'needs')
            """
        )
        switch columns {
        case 2: return
        case 1: try await transaction.execute("ALTER TABLE schema_migrations ADD COLUMN needs text")
        default:
            try await transaction.execute(
                """
                CREATE TABLE schema_migrations (
                    id text COLLATE "C" PRIMARY KEY,
                    checksum bytea NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    needs text
                )
                """
            )
        }
    }

    static func record(_ migration: Migration, in transaction: PostgresTransaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO schema_migrations (id, checksum, needs)
            VALUES (\(migration.id), \(migration.checksum), \(migration.needs))
            """
        )
    }
}
