package import Postgres
package import WorkspaceDatabases

/// Whose databases migrations are for: all workspaces that stand, the oldest first. One that is being closed is left alone.
package enum MigrationSubjects {
    package static func list(in session: any PostgresSession) async throws -> [WorkspaceMigrations.Subject] {
        try await session.query(
            """
            SELECT slug, cluster, database, login
            FROM workspaces
            WHERE state IN ('active', 'suspended')
            ORDER BY created_at, id
            """
        ).map { row in
            WorkspaceMigrations.Subject(
                title: try row.decode("slug"),
                cluster: try row.decode("cluster"),
                names: WorkspaceDatabaseNames(database: try row.decode("database"), login: try row.decode("login"))
            )
        }
    }
}
