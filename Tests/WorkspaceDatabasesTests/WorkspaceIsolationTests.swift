import Postgres
import Secrets
import TestSupport
import Testing
import WorkspaceDatabases

/// Attack register 5.8 #78, as far as the database is the wall: what a workspace's login and the runtime role try and
/// must not get, and that they can do their work.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct WorkspaceIsolationTests {
    private static let password = "workspace-pw"

    /// 42501 insufficient_privilege.
    private static let insufficientPrivilege = "42501"

    @Test func aWorkspacesLoginDoesItsWork() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            try await service.provisioner().create(names, password: Secret(Self.password))
            try await service.connected(service.login(names, password: Self.password)) { connection async throws in
                try await connection.execute("INSERT INTO notes (text) VALUES (\("a note"))")
                try await connection.execute("UPDATE notes SET text = \("another") WHERE id = 1")
                #expect(try await connection.execute("DELETE FROM notes") == 1)
                try await connection.execute("INSERT INTO audit (action) VALUES (\("signed_in"))")
                #expect(try await connection.query("SELECT action FROM audit").count == 1)
            }
        }
    }

    @Test func aWorkspacesLoginGetsNothingElse() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            try await service.provisioner().create(names, password: Secret(Self.password))
            let attempts: [SQL] = [
                "UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "TRUNCATE audit", "DROP TABLE audit",
                "TRUNCATE notes", "ALTER TABLE notes ADD COLUMN more text", "DROP TABLE notes",
                "CREATE TABLE mine (n int)", "CREATE TEMPORARY TABLE mine (n int)", "CREATE SCHEMA mine",
                "CREATE TRIGGER mine BEFORE INSERT ON notes EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE DATABASE \(unsafeSQL: "\(service.prefix)_mine")",
                "CREATE ROLE \(unsafeSQL: "\(service.prefix)_mine")",
                "SET ROLE \(unsafeSQL: "\(service.prefix)_owner")", "SET ROLE \(unsafeSQL: service.runtimeRole)",
                "SET ROLE \(unsafeSQL: "\(service.prefix)_provisioning")", "SET SESSION AUTHORIZATION postgres",
                "GRANT \(unsafeSQL: "\(service.prefix)_owner") TO \(unsafeSQL: names.login)",
                "ALTER ROLE \(unsafeSQL: names.login) CREATEDB",
                "ALTER DATABASE \(unsafeSQL: names.database) OWNER TO \(unsafeSQL: names.login)",
                "INSERT INTO schema_migrations (id, checksum) VALUES ('W9999', '')", "DELETE FROM schema_migrations",
                "COPY notes TO PROGRAM 'true'", "SELECT pg_read_file('/etc/hostname') AS text",
                "SELECT rolpassword FROM pg_authid", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
            ]
            try await service.connected(service.login(names, password: Self.password)) { connection async throws in
                for attempt in attempts {
                    let error = await #expect(throws: PostgresError.self, "\(attempt.text)") {
                        try await connection.execute(attempt)
                    }
                    #expect(error?.sqlState == Self.insufficientPrivilege, "\(attempt.text)")
                }
            }
        }
    }

    /// GRANT by one who may not is a warning in PostgreSQL, not an error: what counts is that nothing was granted.
    @Test func aWorkspacesLoginCanGrantNothing() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let other = service.freshNames()
            let provisioner = service.provisioner()
            try await provisioner.create(names, password: Secret(Self.password))
            try await provisioner.create(other, password: Secret(Self.password))
            let attempts: [SQL] = [
                "GRANT UPDATE, DELETE ON audit TO \(unsafeSQL: names.login)", "GRANT SELECT ON notes TO PUBLIC",
                "GRANT CONNECT ON DATABASE \(unsafeSQL: names.database) TO PUBLIC",
                "GRANT CREATE ON SCHEMA public TO \(unsafeSQL: names.login)",
            ]
            try await service.connected(service.login(names, password: Self.password)) { connection async throws in
                for attempt in attempts { _ = try? await connection.execute(attempt) }
                let row = try #require(
                    try await connection.query(
                        """
                        SELECT has_table_privilege('audit', 'UPDATE') OR has_table_privilege('audit', 'DELETE')
                            OR has_table_privilege('audit', 'TRUNCATE') AS audit,
                            has_schema_privilege('public', 'CREATE') AS schema,
                            has_database_privilege('public', current_database(), 'CONNECT') AS everybody
                        """
                    ).first
                )
                #expect(try !row.decode("audit", as: Bool.self))
                #expect(try !row.decode("schema", as: Bool.self))
                #expect(try !row.decode("everybody", as: Bool.self))
            }
            await #expect(throws: PostgresError(.connectFailed)) {
                try await service.server.connect(
                    service.login(other, password: Self.password, database: names.database)
                )
            }
        }
    }

    @Test func noLoginEntersAnotherDatabase() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let other = service.freshNames()
            let provisioner = service.provisioner()
            try await provisioner.create(names, password: Secret(Self.password))
            try await provisioner.create(other, password: Secret(Self.password))
            let open = try await service.connected(service.server.superuser) { try await SharedDatabases.close(on: $0) }
            #expect(open.isEmpty)
            let template = try await service.connected(service.server.superuser) { administration in
                try await administration.first(
                    "datname",
                    as: String.self,
                    "SELECT datname FROM pg_database WHERE starts_with(datname::text, \(service.prefix + "_template_"))"
                )
            }
            let closed = [
                other.database, service.control, "postgres", "template1", "template0", try #require(template),
            ]
            for database in closed {
                await #expect(throws: PostgresError(.connectFailed), "workspace login into \(database)") {
                    try await service.server.connect(service.login(names, password: Self.password, database: database))
                }
            }
            for database in closed + [names.database] where database != service.control {
                await #expect(throws: PostgresError(.connectFailed), "runtime role into \(database)") {
                    try await service.server.connect(service.runtime.with(database: database))
                }
            }
            await #expect(throws: PostgresError(.connectFailed)) {
                try await service.server.connect(service.login(names, password: "another"))
            }
        }
    }

    @Test func theRuntimeRoleCanNeitherCreateNorBecomeAnother() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            try await service.provisioner().create(names, password: Secret(Self.password))
            let attempts: [SQL] = [
                "CREATE DATABASE \(unsafeSQL: "\(service.prefix)_mine")",
                "CREATE ROLE \(unsafeSQL: "\(service.prefix)_mine")",
                "DROP DATABASE \(unsafeSQL: names.database)", "DROP ROLE \(unsafeSQL: names.login)",
                "SET ROLE \(unsafeSQL: names.login)", "SET ROLE \(unsafeSQL: "\(service.prefix)_owner")",
                "SET ROLE \(unsafeSQL: "\(service.prefix)_member")",
                "SET ROLE \(unsafeSQL: "\(service.prefix)_provisioning")",
                "ALTER ROLE \(unsafeSQL: names.login) PASSWORD 'x'",
                "GRANT \(unsafeSQL: names.login) TO \(unsafeSQL: service.runtimeRole)",
                "TRUNCATE provisioning_requests", "DROP TABLE provisioning_requests", "CREATE TABLE mine (n int)",
                "DELETE FROM schema_migrations",
            ]
            try await service.connected(service.runtime) { connection async throws in
                try await RuntimeRoleCheck().check(connection)
                for attempt in attempts {
                    let error = await #expect(throws: PostgresError.self, "\(attempt.text)") {
                        try await connection.execute(attempt)
                    }
                    #expect(error?.sqlState == Self.insufficientPrivilege, "\(attempt.text)")
                }
            }
        }
    }

    @Test func aPoolNeverHandsOutAnotherWorkspacesConnection() async throws {
        try await ProvisionedService.with { service async throws in
            let provisioner = service.provisioner()
            var workspaces: [WorkspaceDatabaseNames] = []
            for _ in 0..<3 { workspaces.append(service.freshNames()) }
            for names in workspaces { try await provisioner.create(names, password: Secret(Self.password)) }
            let pools = WorkspacePools(
                control: service.runtime,
                controlCap: 2,
                clusterCap: 2,
                waitDeadline: .seconds(60),
                workers: service.server.workers
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<30 {
                    let names = workspaces[number % 3]
                    group.addTask {
                        try await pools.withTransaction(workspace: service.location(names, password: Self.password)) {
                            transaction in
                            let row = try await transaction.query(
                                "SELECT current_database()::text AS database, session_user::text AS login"
                            ).first
                            #expect(try row?.decode("database", as: String.self) == names.database)
                            #expect(try row?.decode("login", as: String.self) == names.login)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(pools.workspaceStatistics.total <= 2)
            await pools.shutdown()
            #expect(pools.workspaceStatistics.total == 0)
        }
    }
}
