import Postgres
import PostgresStorage
import TestSupport
import WorkspaceDatabases

/// A service on the test server: a provisioning role that is no superuser, a runtime role, and a control database that is
/// migrated. It leaves nothing behind.
struct ServiceOnServer: Sendable {
    let server: PrivatePostgres
    let prefix: String

    /// With CREATEDB and CREATEROLE, and the owner of the control database.
    var provisioning: PostgresConfiguration {
        server.configuration(database: "\(prefix)_control", user: "\(prefix)_provisioning", password: "provisioning")
    }

    /// What a serving process has.
    var runtime: PostgresConfiguration {
        server.configuration(database: "\(prefix)_control", user: "\(prefix)_runtime", password: "runtime")
    }

    /// The one cluster that there is.
    var clusters: DatabaseClusters { clusters(ceiling: nil) }

    func clusters(ceiling: Int?) -> DatabaseClusters {
        DatabaseClusters([
            DatabaseCluster(
                name: DatabaseCluster.main,
                region: "eu",
                serving: runtime,
                provisioning: provisioning,
                ceiling: ceiling
            )
        ])
    }

    var provisioner: WorkspaceProvisioner {
        WorkspaceProvisioner(
            provisioning: provisioning,
            namePrefix: prefix,
            migrations: MigrationList.workspace,
            appendOnlyTables: MigrationList.appendOnlyTables,
            workers: server.workers
        )
    }

    static func with(_ body: (ServiceOnServer) async throws -> Void) async throws {
        let service = ServiceOnServer(
            server: try await PrivatePostgres.shared(),
            prefix: PrivatePostgres.freshName("storage")
        )
        do {
            try await service.setUp()
            try await body(service)
        } catch {
            try await service.tearDown()
            throw error
        }
        try await service.tearDown()
    }

    private func setUp() async throws {
        let administration = try await server.connect(server.superuser)
        try await administration.executeScript(
            """
            CREATE ROLE \(prefix)_provisioning LOGIN CREATEDB CREATEROLE PASSWORD 'provisioning';
            CREATE ROLE \(prefix)_runtime LOGIN PASSWORD 'runtime';
            """
        )
        try await administration.execute(
            "CREATE DATABASE \(unsafeSQL: prefix)_control OWNER \(unsafeSQL: prefix)_provisioning"
        )
        await administration.close()
        try await ControlDatabase(
            provisioning: provisioning,
            runtimeRole: runtime.user,
            migrations: MigrationList.control,
            appendOnlyTables: MigrationList.controlAppendOnlyTables,
            keptTables: MigrationList.controlKeptTables,
            workers: server.workers
        ).migrate()
    }

    private func tearDown() async throws {
        let administration = try await server.connect(server.superuser)
        let databases = try await administration.query(
            "SELECT datname::text AS name FROM pg_database WHERE starts_with(datname::text, \(prefix + "_"))"
        )
        for row in databases {
            let name = SQL.identifier(try row.decode("name"))
            try await administration.execute("DROP DATABASE \(unsafeSQL: name) WITH (FORCE)")
        }
        let roles = try await administration.query(
            "SELECT rolname::text AS name FROM pg_roles WHERE starts_with(rolname::text, \(prefix + "_"))"
        ).map { SQL.identifier(try $0.decode("name")) }
        for role in roles { try await administration.execute("DROP OWNED BY \(unsafeSQL: role) CASCADE") }
        for role in roles { try await administration.execute("DROP ROLE \(unsafeSQL: role)") }
        await administration.close()
    }
}
