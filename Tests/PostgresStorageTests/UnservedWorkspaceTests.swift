import FoundationEssentials
import Postgres
import PostgresStorage
import SignIn
import Synchronization
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// A workspace whose database can't be served: its callers are told, everybody else's are not.
    @Suite struct UnservedWorkspaceTests {
        /// Workspaces as a node sees them that knows these migrations and has just started.
        private func node(_ gateway: StoredGateway, knowing migrations: [Migration] = MigrationList.workspace)
            -> PostgresWorkspaceDatabases
        {
            PostgresWorkspaceDatabases(
                pools: gateway.pools,
                locations: WorkspaceLocations(sealing: gateway.sealing, clusters: gateway.service.clusters),
                migrations: migrations,
                clock: gateway.clock
            )
        }

        private func answers(_ node: PostgresWorkspaceDatabases, _ workspace: Workspace) async throws -> Bool {
            do {
                return try await node.transaction(on: workspace.id) {
                    try await UsersRepository().list(after: nil, limit: 1, in: $0).count == 1
                }
            } catch is WorkspaceUnavailable {
                return false
            }
        }

        private func withTwo(_ body: (StoredGateway, Workspace, Workspace) async throws -> Void) async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let globex = try await gateway.makeWorkspace("globex")
                _ = try await gateway.makeUser("gil@globex.example", .owner, in: globex)
                try await body(gateway, acme, globex)
            }
        }

        @Test func oneThatLacksAMigrationWaitsForItAndHarmsNobody() async throws {
            try await withTwo { gateway, acme, globex async throws in
                let next = MigrationList.workspace + [Migration(id: "W9000_next", sql: "SELECT 1")]
                let node = node(gateway, knowing: next)
                try await gateway.migrate(globex, to: next)
                #expect(try await !answers(node, acme))
                #expect(try await answers(node, globex))
                #expect(Array(node.unserved.keys) == [acme.id])

                try await gateway.migrate(acme, to: next)
                // It is not looked at again at once.
                #expect(try await !answers(node, acme))
                gateway.clock.advance(6)
                #expect(try await answers(node, acme))
                #expect(node.unserved.isEmpty)
            }
        }

        @Test func theVersionBeforeServesOneThatWasMigrated() async throws {
            try await withTwo { gateway, acme, globex async throws in
                let adding = MigrationList.workspace + [Migration(id: "W9000_next", sql: "SELECT 1")]
                try await gateway.migrate(acme, to: adding)
                #expect(try await answers(node(gateway), acme))
                let breaking = adding + [Migration(id: "W9001_contract", sql: "SELECT 1", needs: "W9000_next")]
                try await gateway.migrate(acme, to: breaking)
                #expect(try await !answers(node(gateway), acme))
                #expect(try await answers(node(gateway, knowing: adding), acme))
                #expect(try await answers(node(gateway), globex))
            }
        }

        /// Whose statement the server ends as it stops is told to come again, not that something is wrong with it.
        @Test(.timeLimit(.minutes(5))) func whoIsSentAwayInAStatementIsToldToComeAgain() async throws {
            try await withTwo { gateway, acme, _ async throws in
                let administration = try await gateway.service.server.connect(gateway.service.server.superuser)
                let hasEnded = Mutex(false)
                let statement = Task {
                    defer { hasEnded.withLock { $0 = true } }
                    return try await gateway.rows(of: acme, "SELECT pg_sleep(600)")
                }
                let database = try await gateway.location(of: acme).database
                // Until it was sent away; or it ended by itself, which is told below.
                while try await administration.query(
                    """
                    SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity
                    WHERE datname = \(database)::name AND wait_event = 'PgSleep'
                    """
                ).isEmpty, !hasEnded.withLock(\.self) {
                    try await Task.sleep(for: .milliseconds(20))
                }
                await #expect(throws: WorkspaceUnavailable.self) { try await statement.value }
                await administration.close()
            }
        }

        @Test func oneWhoseDatabaseIsAwayHarmsNobody() async throws {
            try await withTwo { gateway, acme, globex async throws in
                let node = node(gateway)
                #expect(try await answers(node, acme))
                let location = try await gateway.location(of: acme)
                let administration = try await gateway.service.server.connect(gateway.service.server.superuser)
                let database = SQL.identifier(location.database)
                try await administration.execute("ALTER DATABASE \(unsafeSQL: database) ALLOW_CONNECTIONS false")
                _ = try await administration.query(
                    "SELECT pg_terminate_backend(pid, 5000) AS t FROM pg_stat_activity WHERE datname = \(location.database)::name"
                )
                #expect(try await !answers(node, acme))
                #expect(try await answers(node, globex))
                #expect(Array(node.unserved.keys) == [acme.id])
                try await administration.execute("ALTER DATABASE \(unsafeSQL: database) ALLOW_CONNECTIONS true")
                // Its connections were broken, and are replaced.
                #expect(try await answers(node, acme))
                await administration.close()
            }
        }
    }
}

extension StoredGateway {
    /// Brings one workspace's database to that list.
    fileprivate func migrate(_ workspace: Workspace, to migrations: [Migration]) async throws {
        let location = try await location(of: workspace)
        let provisioner = WorkspaceProvisioner(
            provisioning: service.provisioning,
            namePrefix: service.prefix,
            migrations: migrations,
            appendOnlyTables: MigrationList.appendOnlyTables,
            workers: service.server.workers
        )
        try await provisioner.migrate(WorkspaceDatabaseNames(database: location.database, login: location.user))
    }
}
