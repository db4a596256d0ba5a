import Postgres

/// Whether a database is there to be used.
enum WholeDatabase {
    /// False as well for what a DROP DATABASE left that was cut short, by a crash or a kill: nobody can enter it any more,
    /// and dropping it again is all that can be done with it. PostgreSQL 15.4 release notes, "Ensure that a database that was
    /// partially dropped is marked invalid"; `DATCONNLIMIT_INVALID_DB` in its catalog/pg_database.h.
    static func exists(_ name: String, on administration: PostgresConnection) async throws -> Bool {
        try await !administration.query(
            """
            SELECT 1 AS one
            FROM pg_database
            WHERE datname = \(name)::name AND datconnlimit <> \(halfDropped)
            """
        ).isEmpty
    }

    private static let halfDropped: Int32 = -2
}
