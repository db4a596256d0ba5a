package import Postgres

/// Whether the role that a serving process connects as is as powerless as it must be. A hole in the serving process must
/// not become power over all workspaces.
package struct RuntimeRoleCheck: Sendable {
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The connection's role, and what it may do that it must not: `CREATEROLE`, or `SUPERUSER through admins`.
        package let role: String
        package let powers: [String]

        package var description: String {
            "the database role \(role) must not serve: it has \(powers.joined(separator: ", "))"
        }
    }

    package init() {}

    /// Looks at the role that signed in, the one it acts as, and all roles that either is a member of, directly or through
    /// others. PostgreSQL documentation, 22.2 and 22.5.
    ///
    /// - Throws: ``Refusal`` where one of them has SUPERUSER, CREATEROLE, CREATEDB, BYPASSRLS or REPLICATION, is a predefined
    ///   role that reads or writes past all grants, or owns a database: whoever owns the workspaces' may enter and drop them.
    package func check(_ session: any PostgresSession) async throws {
        let rows = try await session.query(
            """
            WITH RECURSIVE reachable (oid) AS (
                SELECT oid FROM pg_roles WHERE rolname IN (current_user, session_user)
                UNION
                SELECT m.roleid FROM pg_auth_members m JOIN reachable ON m.member = reachable.oid
            )
            SELECT r.rolname, session_user::text AS connected, r.rolsuper, r.rolcreaterole, r.rolcreatedb,
                r.rolbypassrls, r.rolreplication,
                r.rolname IN (
                    'pg_read_all_data', 'pg_write_all_data', 'pg_execute_server_program', 'pg_read_server_files',
                    'pg_write_server_files'
                ) AS beyond_grants,
                EXISTS (SELECT FROM pg_database d WHERE d.datdba = r.oid) AS owns_database
            FROM pg_roles r
            JOIN reachable USING (oid)
            ORDER BY r.rolname
            """
        )
        var powers: [String] = []
        var connected = ""
        for row in rows {
            connected = try row.decode("connected")
            powers += try Self.powers(of: row, connected: connected)
        }
        guard powers.isEmpty else { throw Refusal(role: connected, powers: powers) }
    }

    private static func powers(of row: PostgresRow, connected: String) throws -> [String] {
        let role: String = try row.decode("rolname")
        let attributes = [
            ("rolsuper", "SUPERUSER"), ("rolcreaterole", "CREATEROLE"), ("rolcreatedb", "CREATEDB"),
            ("rolbypassrls", "BYPASSRLS"), ("rolreplication", "REPLICATION"),
            ("beyond_grants", "rights beyond all grants"), ("owns_database", "a database of its own"),
        ]
        return try attributes.compactMap { column, power in
            guard try row.decode(column, as: Bool.self) else { return nil }
            return role == connected ? power : "\(power) through \(role)"
        }
    }
}
