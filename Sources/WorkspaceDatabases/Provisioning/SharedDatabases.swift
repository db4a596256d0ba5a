package import Postgres

/// The databases that every cluster has, and the one that administration happens from. PostgreSQL lets every role connect
/// to them; a workspace's login has no business there.
///
/// What is revoked where:
/// - `postgres`, `template1`: CONNECT and TEMPORARY from PUBLIC, by ``close(on:)``, where the provisioning role is a
///   superuser or owns them. Managed servers may not allow it: then ``close(on:)`` names them, and a line of pg_hba.conf
///   has to keep the logins out. A login finds nothing there but the catalogues that all databases share.
/// - the control database: ``ControlDatabase`` revokes all from PUBLIC and gives CONNECT to the runtime role alone.
/// - templates and workspaces: all from PUBLIC, before they first let anybody in; schema `public` too.
package enum SharedDatabases {
    /// Takes PUBLIC's right to connect away, keeping the present role's.
    ///
    /// - Returns: the names of those that the present role may not close.
    package static func close(on administration: PostgresConnection) async throws -> [String] {
        for _ in 1..<attempts {
            do {
                return try await closeOnce(on: administration)
            } catch let error as PostgresError where error.sqlState == concurrentUpdate {
                continue
            }
        }
        return try await closeOnce(on: administration)
    }

    /// What to tell an operator of a database that stays open.
    package static func warning(of database: String) -> String {
        "database \(database) lets every login in; as its owner: REVOKE CONNECT, TEMPORARY ON DATABASE \(database) FROM PUBLIC"
    }

    /// "tuple concurrently updated": another service's provisioner does the same at this moment. No lock spans databases.
    private static let concurrentUpdate = "XX000"
    private static let attempts = 5

    private static func closeOnce(on administration: PostgresConnection) async throws -> [String] {
        let rows = try await administration.query(
            """
            SELECT d.datname, r.rolsuper OR pg_has_role(current_user, d.datdba, 'USAGE') AS closable
            FROM pg_database d, pg_roles r
            WHERE r.rolname = current_user
                AND d.datname IN ('postgres', 'template1')
                AND has_database_privilege('public', d.oid, 'CONNECT')
            """
        )
        var open: [String] = []
        for row in rows {
            let name: String = try row.decode("datname")
            guard try row.decode("closable", as: Bool.self) else {
                open.append(name)
                continue
            }
            let database = SQL.identifier(name)
            try await administration.execute("GRANT CONNECT ON DATABASE \(unsafeSQL: database) TO CURRENT_USER")
            try await administration.execute(
                "REVOKE CONNECT, TEMPORARY ON DATABASE \(unsafeSQL: database) FROM PUBLIC"
            )
        }
        return open
    }
}
