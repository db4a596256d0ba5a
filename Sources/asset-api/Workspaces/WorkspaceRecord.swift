import FoundationEssentials
import Postgres
import Secrets
import WorkspaceDatabases

/// What the control database knows of one workspace.
struct WorkspaceRecord {
    let workspace: UUID
    let host: String
    let port: Int
    let names: WorkspaceDatabaseNames
    /// The login's password, sealed for ``purpose``.
    let sealedPassword: [UInt8]

    /// Binds a sealed password to its workspace: moved to another row it does not open.
    static func purpose(of workspace: UUID) -> String { "workspace-login/\(workspace.text)" }

    func password(by sealing: Sealing) throws(SealingError) -> Secret<String> {
        Secret(String(decoding: try sealing.open(sealedPassword, for: Self.purpose(of: workspace)), as: UTF8.self))
    }

    func location(by sealing: Sealing) throws(SealingError) -> WorkspaceLocation {
        WorkspaceLocation(
            host: host,
            port: port,
            database: names.database,
            user: names.login,
            password: try password(by: sealing)
        )
    }
}

/// The table of them.
struct WorkspaceRecords {
    private let session: any PostgresSession

    init(_ session: any PostgresSession) {
        self.session = session
    }

    /// The record of a workspace whose database stands; nil where there is none yet.
    func findReady(_ workspace: UUID) async throws -> WorkspaceRecord? {
        try await session.query(
            """
            SELECT id, host, port, database, login, sealed_password
            FROM workspaces
            WHERE id = \(workspace) AND ready_at IS NOT NULL
            """
        ).first.map(Self.record)
    }

    /// Every record whose database stands.
    func all() async throws -> [WorkspaceRecord] {
        try await session.query(
            """
            SELECT id, host, port, database, login, sealed_password
            FROM workspaces
            WHERE ready_at IS NOT NULL
            ORDER BY id
            """
        ).map(Self.record)
    }

    /// Writes `plan` down, unless the workspace has a record already, ready or not: whose names then hold.
    func plan(_ plan: WorkspaceRecord, at now: Date) async throws -> WorkspaceRecord {
        let rows = try await session.query(
            """
            INSERT INTO workspaces (id, host, port, database, login, sealed_password, created_at)
            VALUES (
                \(plan.workspace), \(plan.host), \(plan.port), \(plan.names.database), \(plan.names.login),
                \(plan.sealedPassword), \(now)
            )
            ON CONFLICT (id) DO UPDATE SET host = excluded.host, port = excluded.port
            RETURNING id, host, port, database, login, sealed_password
            """
        )
        return try rows.first.map(Self.record) ?? plan
    }

    func setReady(_ workspace: UUID, at now: Date) async throws {
        try await session.execute(
            """
            UPDATE workspaces SET ready_at = \(now)
            WHERE id = \(workspace) AND ready_at IS NULL
            """
        )
    }

    func remove(_ workspace: UUID) async throws {
        try await session.execute("DELETE FROM workspaces WHERE id = \(workspace)")
    }

    private static func record(_ row: PostgresRow) throws -> WorkspaceRecord {
        WorkspaceRecord(
            workspace: try row.decode("id"),
            host: try row.decode("host"),
            port: try row.decode("port"),
            names: WorkspaceDatabaseNames(database: try row.decode("database"), login: try row.decode("login")),
            sealedPassword: try row.decode("sealed_password")
        )
    }
}
