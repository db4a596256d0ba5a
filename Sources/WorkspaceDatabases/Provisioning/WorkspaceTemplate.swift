import Encoding
import Postgres

/// The migrated, empty database that workspaces are copied from. Its name tells the migrations it holds, so that a new list
/// makes a new template.
struct WorkspaceTemplate: Sendable {
    /// Session lock on the provisioning database while a template is built. ("ontrackt")
    static let lock: Int64 = 0x6F6E_7472_6163_6B74
    private static let limit: Duration = .seconds(900)
    /// Bytes of the migrations' checksum in the name.
    private static let checksumBytes = 8

    let prefix: String
    let roles: WorkspaceRoles
    let tables: WorkspaceTables

    var name: String { "\(prefix)_template_\(checksum)" }
    private var unfinishedName: String { "\(prefix)_unfinished_\(checksum)" }
    private var checksum: String {
        Hex.encode(Migration.checksum(of: tables.migrations).prefix(Self.checksumBytes))
    }

    /// Makes the template where it is not there. A crash leaves an unfinished one under another name, which the next call
    /// throws away: under the template's name stands nothing but a whole one.
    ///
    /// - Parameter connect: opens a connection to the database of that name, as the provisioning role.
    func prepare(
        on administration: PostgresConnection,
        connect: (String) async throws -> PostgresConnection
    ) async throws {
        guard try await !WholeDatabase.exists(name, on: administration) else { return }
        let lock = "SELECT pg_advisory_lock(\(Self.lock))" as SQL
        try await administration.execute(lock.timeout(Self.limit))
        do {
            if try await !WholeDatabase.exists(name, on: administration) {
                try await build(on: administration, connect: connect)
                try await dropOthers(on: administration)
            }
        } catch {
            try await unlock(administration)
            throw error
        }
        try await unlock(administration)
    }

    private func unlock(_ administration: PostgresConnection) async throws {
        try await administration.execute("SELECT pg_advisory_unlock(\(Self.lock))")
    }

    private func build(
        on administration: PostgresConnection,
        connect: (String) async throws -> PostgresConnection
    ) async throws {
        try await roles.prepare(on: administration)
        let unfinished = SQL.identifier(unfinishedName)
        try await administration.execute("DROP DATABASE IF EXISTS \(unsafeSQL: unfinished) WITH (FORCE)")
        // Closed until PUBLIC's right to connect is gone.
        try await administration.execute(
            """
            CREATE DATABASE \(unsafeSQL: unfinished) OWNER \(unsafeSQL: SQL.identifier(roles.owner)) TEMPLATE template0
            ALLOW_CONNECTIONS false
            """
        )
        try await administration.execute("REVOKE ALL ON DATABASE \(unsafeSQL: unfinished) FROM PUBLIC")
        try await administration.execute("ALTER DATABASE \(unsafeSQL: unfinished) ALLOW_CONNECTIONS true")
        let connection = try await connect(unfinishedName)
        do {
            try await tables.migrate(on: connection, roles: roles)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        try await administration.execute("ALTER DATABASE \(unsafeSQL: unfinished) ALLOW_CONNECTIONS false")
        // What may be left under the name was being dropped.
        try await administration.execute("DROP DATABASE IF EXISTS \(unsafeSQL: SQL.identifier(name))")
        try await administration.execute(
            "ALTER DATABASE \(unsafeSQL: unfinished) RENAME TO \(unsafeSQL: SQL.identifier(name))"
        )
    }

    /// Templates of other lists of migrations. An older program that still runs makes its own anew when it needs it.
    private func dropOthers(on administration: PostgresConnection) async throws {
        let rows = try await administration.query(
            """
            SELECT datname
            FROM pg_database
            WHERE starts_with(datname::text, \("\(prefix)_template_"))
                AND datname::text <> \(name)
                AND NOT datallowconn
            """
        )
        for row in rows {
            let other = SQL.identifier(try row.decode("datname"))
            try await administration.execute("DROP DATABASE IF EXISTS \(unsafeSQL: other)")
        }
    }
}
