import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

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
                #expect(try await gateway.worker(sealing: fresh).renewLogin(of: acme.id, random: gateway.random))
                let found = try await databases.transaction(on: acme.id) {
                    try await UsersRepository().find(owner.id, in: $0)
                }
                #expect(found?.id == owner.id)
            }
        }

        /// A node that runs on has the old password in its memory, and connections that were opened by it.
        @Test func aRunningNodeTakesTheNewOneUp() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                _ = try await gateway.tokens(of: owner, in: acme)
                #expect(try await gateway.worker().renewLogin(of: acme.id, random: gateway.random))
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
                #expect(try await gateway.worker().renewLogin(of: acme.id, random: gateway.random))
                await #expect(throws: PostgresError.self) { try await gateway.service.server.connect(configuration) }
            }
        }

        @Test func ofAWorkspaceThatIsNotThereThereIsNoLogin() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let nobody = WorkspaceID.random(from: gateway.random)
                #expect(try await !gateway.worker().renewLogin(of: nobody, random: gateway.random))
            }
        }
    }
}

extension StoredGateway {
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
