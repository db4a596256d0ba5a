/// Brings a database up to a list of migrations, all in one transaction and under a lock, so that of several programs that
/// start at once one does it and the others find it done.
package struct MigrationRunner {
    /// The lock's number; any other user of advisory locks in the same database must choose another. ("ontrackm")
    private static let lock: Int64 = 0x6F6E_7472_6163_6B6D
    /// For the lock, and for each migration: tables may be large.
    private static let limit: Duration = .seconds(900)
    /// How long a migration waits for a table that others use. Whoever comes after it waits behind it, so it rather fails
    /// and is tried again.
    private static let lockTimeout = "SET LOCAL lock_timeout = '3s'" as SQL

    /// - Returns: the identifiers of those that were applied now.
    /// - Throws: ``PostgresError`` of kind `migration` where an applied one was edited since, is not known here, or would
    ///   have come later than one that is already applied; and what the server says to a migration that fails. Nothing is
    ///   changed then.
    @discardableResult
    package static func migrate(
        _ connection: PostgresConnection,
        migrations: [Migration]
    ) async throws -> [String] {
        for (earlier, later) in zip(migrations, migrations.dropFirst()) where later.id <= earlier.id {
            throw PostgresError(.migration(id: later.id, .outOfOrder))
        }
        return try await connection.transaction { transaction in
            let lock = "SELECT pg_advisory_xact_lock(\(lock))" as SQL
            try await transaction.execute(lock.timeout(limit))
            try await MigrationLedger.prepare(in: transaction)
            let pending = try pending(of: migrations, applied: try await MigrationLedger.read(transaction))
            guard !pending.isEmpty else { return [] }
            try await transaction.execute(lockTimeout)
            for migration in pending {
                try await transaction.executeScript(migration.sql, limit: limit)
                try await MigrationLedger.record(migration, in: transaction)
            }
            return pending.map(\.id)
        }
    }

    /// The identifiers of those that were not applied. Any role that may read the ledger may ask.
    ///
    /// - Throws: ``PostgresError`` of kind `migration` where an applied one was edited since. One that a newer program has
    ///   applied is none of ours.
    package static func missing(_ migrations: [Migration], in session: some PostgresSession) async throws -> [String] {
        guard try await MigrationLedger.exists(in: session) else { return migrations.map(\.id) }
        let applied = try await MigrationLedger.read(session)
        return try migrations.compactMap { migration in
            guard let entry = applied.first(where: { $0.id == migration.id }) else { return migration.id }
            guard entry.checksum == migration.checksum else {
                throw PostgresError(.migration(id: migration.id, .edited))
            }
            return nil
        }
    }

    private static func pending(of migrations: [Migration], applied: [AppliedMigration]) throws -> ArraySlice<Migration>
    {
        for (position, entry) in applied.enumerated() {
            guard let migration = migrations.first(where: { $0.id == entry.id }) else {
                throw PostgresError(.migration(id: entry.id, .unknown))
            }
            guard migration.checksum == entry.checksum else {
                throw PostgresError(.migration(id: entry.id, .edited))
            }
            guard migrations[position].id == entry.id else {
                throw PostgresError(.migration(id: migrations[position].id, .outOfOrder))
            }
        }
        return migrations.dropFirst(applied.count)
    }
}
