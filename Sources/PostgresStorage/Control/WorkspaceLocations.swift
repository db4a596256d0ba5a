import Encoding
import FoundationEssentials
package import Postgres
package import Secrets
package import WorkspaceDatabases
package import Workspaces

/// Where workspaces live, with the passwords of their logins sealed: the part of `workspaces` that the domain never sees.
package struct WorkspaceLocations: Sendable {
    /// The cluster is in no configuration of this process.
    package struct UnknownCluster: Error, Sendable, CustomStringConvertible {
        let name: String

        package var description: String { "There is no cluster \(name) in GATEWAY_DATABASE_CLUSTERS." }
    }

    private let sealing: Sealing
    private let clusters: DatabaseClusters

    package init(sealing: Sealing, clusters: DatabaseClusters) {
        self.sealing = sealing
        self.clusters = clusters
    }

    /// What the password of a workspace's login is sealed for.
    static func purpose(of workspace: String) -> String { "workspace-login/\(workspace)" }

    /// Where the workspace's database is; nil where there is no such workspace or its database does not stand.
    package func find(_ id: WorkspaceID, in session: any PostgresSession) async throws -> WorkspaceLocation? {
        let rows = try await session.query(
            """
            SELECT cluster, database, login, sealed_password
            FROM workspaces
            WHERE id = \(id.rawValue) AND state IN ('active', 'suspended', 'closing')
            """
        )
        return try rows.first.map { try location(of: id, $0) }
    }

    /// The names and the password that were chosen for a workspace that is being created; nil where there is none.
    package func plan(of id: WorkspaceID, in session: any PostgresSession) async throws -> WorkspacePlan? {
        let rows = try await session.query(
            """
            SELECT cluster, database, login, sealed_password
            FROM workspaces
            WHERE id = \(id.rawValue) AND state = 'creating'
            """
        )
        return try rows.first.map { try plan(of: id, $0) }
    }

    /// Writes a workspace down that is to be created; false where the slug was ever used.
    package func insert(
        _ workspace: Workspace,
        as plan: WorkspacePlan,
        in session: any PostgresSession
    ) async throws -> Bool {
        guard let cluster = clusters[plan.cluster] else { throw UnknownCluster(name: plan.cluster) }
        let sealed = try seal(plan.password, of: workspace.id)
        return try await session.execute(
            """
            INSERT INTO workspaces
                (id, slug, name, region, state, cluster, host, port, database, login, sealed_password, created_at)
            VALUES (
                \(workspace.id.rawValue), \(workspace.slug.description), \(workspace.name), \(workspace.region),
                \(workspace.state.rawValue), \(cluster.name), \(cluster.serving.host), \(Int32(cluster.serving.port)),
                \(plan.names.database), \(plan.names.login), \(sealed), \(workspace.createdAt)
            )
            ON CONFLICT (slug) DO NOTHING
            """
        ) == 1
    }

    /// How many workspaces live on each cluster, by its name, and no other is placed until the transaction's end.
    package func lockPlaces(in transaction: PostgresTransaction) async throws -> [String: Int] {
        try await transaction.execute("SELECT pg_advisory_xact_lock(\(Self.placesLock))")
        let rows = try await transaction.query(
            "SELECT cluster, count(*) AS workspaces FROM workspaces WHERE state <> 'closed' GROUP BY cluster"
        )
        return Dictionary(
            try rows.map { (try $0.decode("cluster", as: String.self), try $0.decode("workspaces", as: Int.self)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Lock on the control database while a workspace is placed. ("ontrackp")
    private static let placesLock: Int64 = 0x6F6E_7472_6163_6B70

    /// The workspace's database stands. False where nobody waits for it any more: it is being closed, or was.
    package func activate(_ id: WorkspaceID, in session: any PostgresSession) async throws -> Bool {
        try await session.execute(
            "UPDATE workspaces SET state = 'active' WHERE id = \(id.rawValue) AND state = 'creating'"
        ) == 1
    }

    /// How the workspace stands, where it is to be and by which names, though no app key opens its password; its row is
    /// locked until the transaction's end, so all of it stays true. nil where there is none, or it is closed.
    func lockNames(
        of id: WorkspaceID,
        in transaction: PostgresTransaction
    ) async throws -> (state: WorkspaceState, cluster: String, names: WorkspaceDatabaseNames)? {
        let rows = try await transaction.query(
            """
            SELECT state, cluster, database, login
            FROM workspaces
            WHERE id = \(id.rawValue) AND state <> 'closed'
            FOR UPDATE
            """
        )
        return try rows.first.map { row in
            guard let state = WorkspaceState(rawValue: try row.decode("state")) else {
                throw InconsistentRow(table: "workspaces", column: "state", row: id.description)
            }
            let names = WorkspaceDatabaseNames(database: try row.decode("database"), login: try row.decode("login"))
            return (state, try row.decode("cluster"), names)
        }
    }

    /// Keeps another password of the workspace's login.
    func setPassword(
        _ password: Secret<String>,
        of id: WorkspaceID,
        in transaction: PostgresTransaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE workspaces
            SET sealed_password = \(try seal(password, of: id))
            WHERE id = \(id.rawValue)
            """
        )
    }

    private func seal(_ password: Secret<String>, of id: WorkspaceID) throws -> [UInt8] {
        try sealing.seal(Array(password.expose().utf8), for: Self.purpose(of: id.description))
    }

    private func location(of id: WorkspaceID, _ row: PostgresRow) throws -> WorkspaceLocation {
        let plan = try plan(of: id, row)
        guard let cluster = clusters[plan.cluster] else { throw UnknownCluster(name: plan.cluster) }
        return WorkspaceLocation(
            host: cluster.serving.host,
            port: cluster.serving.port,
            database: plan.names.database,
            user: plan.names.login,
            password: plan.password
        )
    }

    private func plan(of id: WorkspaceID, _ row: PostgresRow) throws -> WorkspacePlan {
        let password = try sealing.open(try row.decode("sealed_password"), for: Self.purpose(of: id.description))
        return WorkspacePlan(
            cluster: try row.decode("cluster"),
            names: WorkspaceDatabaseNames(database: try row.decode("database"), login: try row.decode("login")),
            password: Secret(String(decoding: password, as: UTF8.self))
        )
    }
}

/// What a workspace's database is to be.
package struct WorkspacePlan: Sendable {
    package let cluster: String
    package let names: WorkspaceDatabaseNames
    package let password: Secret<String>

    package init(cluster: String, names: WorkspaceDatabaseNames, password: Secret<String>) {
        self.cluster = cluster
        self.names = names
        self.password = password
    }

    private static let passwordBytes = 32

    /// A password for a login: random, and of letters that SCRAM takes as they are.
    static func password(from random: any RandomSource) -> Secret<String> {
        Secret(Base64URL.encode(random.bytes(passwordBytes)))
    }
}
