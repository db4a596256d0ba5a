import Encoding
import FoundationEssentials
package import Postgres
package import Secrets
package import WorkspaceDatabases
package import Workspaces

/// Where workspaces live, with the passwords of their logins sealed: the part of `workspaces` that the domain never sees.
package struct WorkspaceLocations: Sendable {
    private let sealing: Sealing

    package init(sealing: Sealing) {
        self.sealing = sealing
    }

    /// What the password of a workspace's login is sealed for.
    static func purpose(of workspace: String) -> String { "workspace-login/\(workspace)" }

    /// Where the workspace's database is; nil where there is no such workspace or its database does not stand.
    package func find(_ id: WorkspaceID, in session: any PostgresSession) async throws -> WorkspaceLocation? {
        let rows = try await session.query(
            """
            SELECT host, port, database, login, sealed_password
            FROM workspaces
            WHERE id = \(id.rawValue) AND state IN ('active', 'suspended', 'closing')
            """
        )
        return try rows.first.map { try location(of: id, $0) }
    }

    /// The names and the password that were chosen for a workspace that is being created; nil where there is none.
    package func plan(of id: WorkspaceID, in session: any PostgresSession) async throws -> WorkspaceLocation? {
        let rows = try await session.query(
            """
            SELECT host, port, database, login, sealed_password
            FROM workspaces
            WHERE id = \(id.rawValue) AND state IN ('creating', 'active')
            """
        )
        return try rows.first.map { try location(of: id, $0) }
    }

    /// Writes a workspace down that is to be created; false where the slug was ever used.
    package func insert(
        _ workspace: Workspace,
        at location: WorkspaceLocation,
        in session: any PostgresSession
    ) async throws -> Bool {
        let sealed = try sealing.seal(
            Array(location.password.expose().utf8),
            for: Self.purpose(of: workspace.id.description)
        )
        return try await session.execute(
            """
            INSERT INTO workspaces
                (id, slug, name, region, state, host, port, database, login, sealed_password, created_at)
            VALUES (
                \(workspace.id.rawValue), \(workspace.slug.description), \(workspace.name), \(workspace.region),
                \(workspace.state.rawValue), \(location.host), \(Int32(location.port)), \(location.database),
                \(location.user), \(sealed), \(workspace.createdAt)
            )
            ON CONFLICT (slug) DO NOTHING
            """
        ) == 1
    }

    /// The workspace's database stands.
    package func activate(_ id: WorkspaceID, in session: any PostgresSession) async throws {
        try await session.execute(
            "UPDATE workspaces SET state = 'active' WHERE id = \(id.rawValue) AND state = 'creating'"
        )
    }

    /// The databases of all workspaces that stand, for migrations.
    package func databases(in session: any PostgresSession) async throws -> [WorkspaceDatabaseNames] {
        try await session.query(
            """
            SELECT database, login
            FROM workspaces
            WHERE state IN ('active', 'suspended')
            ORDER BY created_at, id
            """
        ).map { WorkspaceDatabaseNames(database: try $0.decode("database"), login: try $0.decode("login")) }
    }

    private func location(of id: WorkspaceID, _ row: PostgresRow) throws -> WorkspaceLocation {
        let password = try sealing.open(try row.decode("sealed_password"), for: Self.purpose(of: id.description))
        return WorkspaceLocation(
            host: try row.decode("host"),
            port: Int(try row.decode("port", as: Int32.self)),
            database: try row.decode("database"),
            user: try row.decode("login"),
            password: Secret(String(decoding: password, as: UTF8.self))
        )
    }
}
