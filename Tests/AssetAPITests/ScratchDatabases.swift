import Foundation
import Postgres
import Secrets
import TestSupport

@testable import asset_api

/// A control database with its two roles, and a prefix under which all that is made can be found and dropped.
struct ScratchDatabases: Sendable {
    let server: PrivatePostgres
    let prefix: String

    private var control: String { "\(prefix)_control" }
    private var provisioning: PostgresConfiguration {
        server.configuration(database: control, user: "\(prefix)_provisioning", password: "provisioning-pw")
    }
    /// The control database, as the serving role.
    var runtime: PostgresConfiguration {
        server.configuration(database: control, user: "\(prefix)_runtime", password: "runtime-pw")
    }

    static func make(on server: PrivatePostgres) async throws -> ScratchDatabases {
        let databases = ScratchDatabases(server: server, prefix: PrivatePostgres.freshName("assets"))
        try await databases.administer { administration in
            let prefix = databases.prefix
            try await administration.executeScript(
                """
                CREATE ROLE \(prefix)_provisioning LOGIN CREATEDB CREATEROLE PASSWORD 'provisioning-pw';
                CREATE ROLE \(prefix)_runtime LOGIN PASSWORD 'runtime-pw';
                """
            )
            try await administration.execute(
                "CREATE DATABASE \(unsafeSQL: databases.control) OWNER \(unsafeSQL: "\(prefix)_provisioning")"
            )
            try await administration.execute(
                "GRANT CONNECT ON DATABASE \(unsafeSQL: databases.control) TO \(unsafeSQL: "\(prefix)_runtime")"
            )
        }
        let owner = try await server.connect(databases.provisioning)
        try await MigrationRunner.migrate(owner, migrations: MigrationList.control)
        await owner.close()
        return databases
    }

    func provisioningSettings() throws -> ProvisioningSettings {
        ProvisioningSettings(
            database: provisioning,
            sealing: try Sealing(keys: [Secret([UInt8](repeating: 7, count: Sealing.keyBytes))]),
            namePrefix: prefix
        )
    }

    func drop() async throws {
        try await administer { administration in
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
                try await administration.execute("DROP ROLE \(unsafeSQL: SQL.identifier(try row.decode("rolname")))")
            }
        }
    }

    private func administer(_ body: (PostgresConnection) async throws -> Void) async throws {
        let administration = try await server.connect(server.superuser)
        do {
            try await body(administration)
        } catch {
            await administration.close()
            throw error
        }
        await administration.close()
    }
}
