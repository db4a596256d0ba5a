import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

@testable import WorkspaceDatabases

extension StorageSuites {
    /// New passwords for the logins of workspaces.
    @Suite struct RenewLoginTests {
        /// The app key is lost: nothing opens what it sealed, and a new one takes over.
        @Test func leadsBackInAfterTheAppKeyWasLost() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let fresh = try Sealing(keys: [Secret([UInt8](repeating: 9, count: Sealing.keyBytes))])
                let databases = PostgresWorkspaceDatabases(
                    pools: gateway.pools,
                    locations: WorkspaceLocations(sealing: fresh, clusters: gateway.service.clusters),
                    clock: gateway.clock
                )
                await #expect(throws: SealingError.cannotOpen) {
                    try await databases.transaction(on: acme.id) { try await UsersRepository().find(owner.id, in: $0) }
                }
                #expect(try await gateway.renew(acme, sealing: fresh))
                let found = try await databases.transaction(on: acme.id) {
                    try await UsersRepository().find(owner.id, in: $0)
                }
                #expect(found?.id == owner.id)
                // Also who could not get in reads of it.
                let entry = try await databases.transaction(on: acme.id) {
                    try await AuditRepository().list(before: nil, limit: 1, in: $0)
                }.first
                #expect(entry?.action == "workspace.login_renewed")
                #expect(entry?.actorID == "tester")
            }
        }

        /// Where the entry can't be written the old password stays.
        @Test func nothingIsRenewedWithoutItsEntry() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.runAsSuperuser("ALTER TABLE audit_head RENAME TO audit_head_away", in: acme)
                await #expect(throws: PostgresError.self) { try await gateway.renew(acme) }
                try await gateway.runAsSuperuser("ALTER TABLE audit_head_away RENAME TO audit_head", in: acme)
                try await gateway.sendAway(acme)
                // A connection that was sent away may be found so by the first who uses it.
                _ = try? await gateway.user(owner.id, in: acme)
                #expect(try await gateway.user(owner.id, in: acme)?.id == owner.id)
                let actions = try await gateway.actions(in: acme) { _ = try await gateway.renew(acme) }
                #expect(actions == ["workspace.login_renewed"])
            }
        }

        /// A node that runs on has the old password in its memory, and connections that were opened by it.
        @Test func aRunningNodeTakesTheNewOneUp() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                _ = try await gateway.tokens(of: owner, in: acme)
                #expect(try await gateway.renew(acme))
                // Whoever is in stays in.
                _ = try await gateway.tokens(of: owner, in: acme)
                try await gateway.sendAway(acme)
                let first = try? await gateway.user(owner.id, in: acme)
                let second = try await gateway.user(owner.id, in: acme)
                #expect(first == nil || first?.id == owner.id)
                #expect(second?.id == owner.id)
            }
        }

        @Test func theOldPasswordOpensNothingMore() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let before = try await gateway.location(of: acme)
                let configuration = gateway.service.server.configuration(
                    database: before.database,
                    user: before.user,
                    password: before.password.expose()
                )
                let connection = try await gateway.service.server.connect(configuration)
                await connection.close()
                #expect(try await gateway.renew(acme))
                await #expect(throws: PostgresError.self) { try await gateway.service.server.connect(configuration) }
            }
        }

        /// A worker has read the password of one that it makes: no other may be kept meanwhile. (The worker waits here for the
        /// lock under which the template is made.)
        @Test(.timeLimit(.minutes(5))) func whatIsBeingCreatedKeepsThePasswordThatTheWorkerRead() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("fresh"))
                let (_, planned) = try await gateway.request()(slug: slug, name: "Fresh", region: "eu") { _ in }
                let holder = try await gateway.service.server.connect(gateway.service.provisioning)
                try await holder.execute("SELECT pg_advisory_lock(\(WorkspaceTemplate.lock))")
                async let made: Void = gateway.fulfil()
                try await gateway.untilSomebodyWaitsForALock()
                #expect(try await !gateway.renew(planned))
                await holder.close()
                try await made
                let user = try await gateway.makeUser("fay@fresh.example", .owner, in: planned)
                #expect(try await gateway.user(user.id, in: planned)?.id == user.id)
                // Whoever listed it before, as one that is being created, gives it another now, and it is told of.
                #expect(planned.state == .creating)
                let actions = try await gateway.actions(in: planned) { _ = try await gateway.renew(planned) }
                #expect(actions == ["workspace.login_renewed"])
            }
        }

        /// Also where it was listed as one that stands, and its database is gone by its turn.
        @Test func ofOneThatIsClosingThereIsNoEntry() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let location = try await gateway.location(of: acme)
                _ = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                #expect(try await gateway.renew(acme))
                try await gateway.service.provisioner.drop(
                    WorkspaceDatabaseNames(database: location.database, login: location.user)
                )
                #expect(acme.state == .active)
                #expect(try await gateway.renew(acme))
                try await gateway.fulfil()
                #expect(try await gateway.current(acme).state == .closed)
                #expect(try await !gateway.renew(acme))
            }
        }

        @Test func ofAWorkspaceThatIsNotThereThereIsNoLogin() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let nobody = Workspace(
                    id: .random(from: gateway.random),
                    slug: acme.slug,
                    name: acme.name,
                    region: acme.region,
                    state: .active,
                    createdAt: acme.createdAt
                )
                #expect(try await !gateway.renew(nobody))
            }
        }
    }
}

extension StoredGateway {
    /// - Parameter sealing: nil for the same as everybody's.
    fileprivate func renew(_ workspace: Workspace, sealing: Sealing? = nil) async throws -> Bool {
        try await worker(sealing: sealing).renewLogin(of: workspace.id, by: Self.byOperator, random: random)
    }

    /// Ends the connections of the workspace's login, as a restart of the server does.
    fileprivate func sendAway(_ workspace: Workspace) async throws {
        let login = try await location(of: workspace).user
        let connection = try await service.server.connect(service.server.superuser)
        _ = try await connection.query(
            "SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity WHERE usename = \(login)::name"
        )
        await connection.close()
    }
}
