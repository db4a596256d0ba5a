import Postgres
import Secrets
import TestSupport
import Testing
import WorkspaceDatabases

/// Creating, resuming, migrating and dropping workspaces' databases.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct WorkspaceProvisionerTests {
    @Test func creatingAgainWithTheSameNamesResumes() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let provisioner = service.provisioner()
            try await provisioner.create(names, password: Secret("first"))
            // As a crash between CREATE DATABASE and opening it would leave it.
            try await service.connected(service.server.superuser) { administration in
                try await administration.execute(
                    "ALTER DATABASE \(unsafeSQL: names.database) ALLOW_CONNECTIONS false"
                )
                try await administration.execute(
                    "REVOKE ALL ON DATABASE \(unsafeSQL: names.database) FROM \(unsafeSQL: names.login)"
                )
            }
            try await provisioner.create(names, password: Secret("second"))
            try await service.connected(service.login(names, password: "second")) { connection async throws in
                #expect(try await connection.query("SELECT id FROM notes").isEmpty)
            }
            await #expect(throws: PostgresError(.connectFailed)) {
                try await service.server.connect(service.login(names, password: "first"))
            }
        }
    }

    @Test func severalAreCreatedAtOnceFromOneTemplate() async throws {
        try await ProvisionedService.with { service async throws in
            let all = (0..<4).map { _ in service.freshNames() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for names in all {
                    group.addTask { try await service.provisioner().create(names, password: Secret("pw")) }
                }
                try await group.waitForAll()
            }
            for names in all {
                try await service.connected(service.login(names, password: "pw")) { connection async throws in
                    #expect(try await connection.execute("INSERT INTO notes (text) VALUES ('x')") == 1)
                }
            }
        }
    }

    /// A worker is killed, and its server process goes on with what it was at while the next worker begins anew.
    @Test func twoAtTheSameNamesMakeOneDatabase() async throws {
        try await ProvisionedService.with { service async throws in
            _ = try await service.provisioner().prepareCluster()
            for _ in 0..<5 {
                let names = service.freshNames()
                let refusals = await withTaskGroup(of: String?.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            do {
                                try await service.provisioner().create(names, password: Secret("pw"))
                                return nil
                            } catch {
                                return (error as? PostgresError)?.sqlState ?? "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
                }
                // "tuple concurrently updated", or that the other one's name was there first: the queue has it tried again.
                #expect(refusals.allSatisfy { ["XX000", "23505"].contains($0) }, "\(refusals)")
                try await service.provisioner().create(names, password: Secret("pw"))
                try await service.connected(service.login(names, password: "pw")) { connection async throws in
                    #expect(try await connection.query("SELECT id FROM notes").isEmpty)
                }
            }
        }
    }

    /// The server was killed in the middle of DROP DATABASE.
    @Test func aHalfDroppedDatabaseIsGoneAndIsDropped() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let provisioner = service.provisioner()
            try await provisioner.create(names, password: Secret("pw"))
            try await service.markHalfDropped("\(names.database)")
            #expect(try await provisioner.shut(names) { _ in true } == nil)
            try await provisioner.drop(names)
            try await service.connected(service.server.superuser) { administration async throws in
                let left = try await administration.query(
                    "SELECT 1 FROM pg_database WHERE datname = \(names.database)::name"
                )
                #expect(left.isEmpty)
            }
        }
    }

    @Test func aHalfDroppedTemplateIsBuiltAnew() async throws {
        try await ProvisionedService.with { service async throws in
            let provisioner = service.provisioner()
            _ = try await provisioner.prepareCluster()
            try await service.markHalfDropped("\(service.prefix)_template_%")
            let names = service.freshNames()
            try await provisioner.create(names, password: Secret("pw"))
            try await service.connected(service.login(names, password: "pw")) { connection async throws in
                #expect(try await connection.query("SELECT id FROM notes").isEmpty)
            }
        }
    }

    @Test func anUnfinishedTemplateIsBuiltAnew() async throws {
        try await ProvisionedService.with { service async throws in
            let broken = ProvisionedService.workspaceMigrations + [Migration(id: "W0002_broken", sql: "SELECT broken")]
            await #expect(throws: PostgresError.self) {
                _ = try await service.provisioner(migrations: broken).prepareCluster()
            }
            await #expect(throws: PostgresError.self) {
                _ = try await service.provisioner(migrations: broken).prepareCluster()
            }
            _ = try await service.provisioner().prepareCluster()
            let names = service.freshNames()
            try await service.provisioner().create(names, password: Secret("pw"))
        }
    }

    @Test func aNewMigrationReachesOldAndNewWorkspaces() async throws {
        try await ProvisionedService.with { service async throws in
            let old = service.freshNames()
            try await service.provisioner().create(old, password: Secret("pw"))
            let more =
                ProvisionedService.workspaceMigrations + [
                    Migration(
                        id: "W0002_colour",
                        sql: "ALTER TABLE notes ADD COLUMN colour text; CREATE TABLE tags (name text);"
                    )
                ]
            let provisioner = service.provisioner(migrations: more)
            #expect(try await provisioner.migrate(old) == ["W0002_colour"])
            #expect(try await provisioner.migrate(old) == [])
            let new = service.freshNames()
            try await provisioner.create(new, password: Secret("pw"))
            for names in [old, new] {
                try await service.connected(service.login(names, password: "pw")) { connection async throws in
                    try await connection.execute("INSERT INTO notes (text, colour) VALUES ('x', 'red')")
                    try await connection.execute("INSERT INTO tags (name) VALUES ('y')")
                    await #expect(throws: PostgresError.self) { try await connection.execute("DELETE FROM audit") }
                }
            }
        }
    }

    @Test func droppingEndsWhoIsInsideAndMayBeRepeated() async throws {
        try await ProvisionedService.with { service async throws in
            let names = service.freshNames()
            let provisioner = service.provisioner()
            try await provisioner.create(names, password: Secret("pw"))
            let inside = try await service.server.connect(service.login(names, password: "pw"))
            try await provisioner.drop(names)
            try await provisioner.drop(names)
            await #expect(throws: PostgresError.self) { try await inside.query("SELECT 1 AS one") }
            try await service.connected(service.server.superuser) { administration in
                let left = try await administration.query(
                    """
                    SELECT 1 AS one FROM pg_database WHERE datname = \(names.database)::name
                    UNION ALL SELECT 1 FROM pg_roles WHERE rolname = \(names.login)::name
                    """
                )
                #expect(left.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("postgres", "svc_u_x"), ("svc_w_x", "postgres"), ("svc_control", "svc_u_x"), ("svc_w_x\"; DROP", "svc_u_x"),
        ("svc_w_X", "svc_u_x"), ("", ""), ("svc_w_" + String(repeating: "a", count: 60), "svc_u_x"),
    ])
    func refusesNamesThatAreNotItsOwn(database: String, login: String) async throws {
        let server = try await PrivatePostgres.shared()
        let provisioner = WorkspaceProvisioner(
            provisioning: server.superuser,
            namePrefix: "svc",
            migrations: [],
            appendOnlyTables: [],
            workers: server.workers
        )
        let names = WorkspaceDatabaseNames(database: database, login: login)
        await #expect(throws: WorkspaceProvisioningError.self) { try await provisioner.drop(names) }
        await #expect(throws: WorkspaceProvisioningError.self) {
            try await provisioner.create(names, password: Secret("pw"))
        }
    }

    @Test func namesAreRandomAndOfOnePattern() {
        var next: UInt8 = 0
        let names = WorkspaceDatabaseNames(prefix: "ontrackio") { count in
            next += 1
            return [UInt8](repeating: next, count: count)
        }
        #expect(names.database == "ontrackio_w_01010101010101010101")
        #expect(names.login == "ontrackio_u_02020202020202020202")
    }
}

extension ProvisionedService {
    /// As the server marks databases before it begins to drop them.
    fileprivate func markHalfDropped(_ pattern: String) async throws {
        try await connected(server.superuser) { administration async throws in
            let marked = try await administration.execute(
                "UPDATE pg_database SET datconnlimit = -2 WHERE datname LIKE \(pattern)"
            )
            #expect(marked == 1)
        }
    }
}
