import BoundedWorkers
import Postgres
import Secrets
import TestSupport
import WorkspaceDatabases

/// A service on the test server with a control database, a provisioning role that is no superuser, a runtime role and a
/// prefix of its own, which leaves nothing behind.
struct ProvisionedService: Sendable {
    let server: PrivatePostgres
    let prefix: String
    let control: String

    static let workspaceMigrations = [
        Migration(
            id: "W0001_notes",
            sql: """
                CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
                CREATE TABLE audit (sequence bigserial PRIMARY KEY, action text NOT NULL);
                """
        )
    ]
    static let controlMigrations = [
        Migration(id: "C0001_provisioning", sql: ProvisioningQueue.migration),
        Migration(id: "C0002_provisioning_retries", sql: ProvisioningQueue.retryMigration),
    ]
    static let appendOnlyTables = ["audit"]

    static func with(_ body: (ProvisionedService) async throws -> Void) async throws {
        let server = try await PrivatePostgres.shared()
        let prefix = PrivatePostgres.freshName("svc")
        let service = ProvisionedService(server: server, prefix: prefix, control: "\(prefix)_control")
        do {
            try await service.setUp()
            try await body(service)
        } catch {
            try await service.tearDown()
            throw error
        }
        try await service.tearDown()
    }

    /// The provisioning role's connection settings: CREATEDB and CREATEROLE, and no superuser.
    var provisioning: PostgresConfiguration {
        server.configuration(database: control, user: "\(prefix)_provisioning", password: "provisioning-pw")
    }

    /// The runtime role's: what the serving process has.
    var runtime: PostgresConfiguration {
        server.configuration(database: control, user: runtimeRole, password: "runtime-pw")
    }

    var runtimeRole: String { "\(prefix)_runtime" }

    var controlDatabase: ControlDatabase {
        ControlDatabase(
            provisioning: provisioning,
            runtimeRole: runtimeRole,
            migrations: Self.controlMigrations,
            workers: server.workers
        )
    }

    func provisioner(migrations: [Migration] = workspaceMigrations) -> WorkspaceProvisioner {
        WorkspaceProvisioner(
            provisioning: provisioning,
            namePrefix: prefix,
            migrations: migrations,
            appendOnlyTables: Self.appendOnlyTables,
            workers: server.workers
        )
    }

    func freshNames() -> WorkspaceDatabaseNames {
        WorkspaceDatabaseNames(prefix: prefix) { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
    }

    /// The configuration of a workspace's own login.
    func login(_ names: WorkspaceDatabaseNames, password: String, database: String? = nil) -> PostgresConfiguration {
        server.configuration(database: database ?? names.database, user: names.login, password: password)
    }

    func location(_ names: WorkspaceDatabaseNames, password: String) -> WorkspaceLocation {
        WorkspaceLocation(
            host: server.tcpHost,
            port: server.tcpPort,
            database: names.database,
            user: names.login,
            password: Secret(password)
        )
    }

    /// Calls with a connection that is closed afterwards.
    func connected<R>(_ configuration: PostgresConfiguration, _ body: (PostgresConnection) async throws -> R)
        async throws
        -> R
    {
        let connection = try await server.connect(configuration)
        let result: R
        do {
            result = try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return result
    }

    private func setUp() async throws {
        try await connected(server.superuser) { administration in
            try await administration.executeScript(
                """
                CREATE ROLE \(prefix)_provisioning LOGIN CREATEDB CREATEROLE PASSWORD 'provisioning-pw';
                CREATE ROLE \(runtimeRole) LOGIN PASSWORD 'runtime-pw';
                """
            )
            try await administration.execute(
                "CREATE DATABASE \(unsafeSQL: control) OWNER \(unsafeSQL: "\(prefix)_provisioning")"
            )
        }
        try await controlDatabase.migrate()
    }

    private func tearDown() async throws {
        try await connected(server.superuser) { administration in
            let databases = try await administration.query(
                "SELECT datname FROM pg_database WHERE starts_with(datname::text, \(prefix + "_"))"
            )
            for row in databases {
                let name = SQL.identifier(try row.decode("datname"))
                try await administration.execute("DROP DATABASE \(unsafeSQL: name) WITH (FORCE)")
            }
            let roles = try await administration.query(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname::text, \(prefix + "_"))"
            )
            for row in roles {
                let name = SQL.identifier(try row.decode("rolname"))
                try await administration.execute("DROP OWNED BY \(unsafeSQL: name) CASCADE")
            }
            for row in roles {
                let name = SQL.identifier(try row.decode("rolname"))
                try await administration.execute("DROP ROLE \(unsafeSQL: name)")
            }
        }
    }
}
