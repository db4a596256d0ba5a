import PostgresStorage
import SignIn
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// The gateway through Debian's PgBouncer in transaction mode, by the example in deploy/pgbouncer.
    @Suite struct PgBouncerTests {
        private func through(_ body: (StoredGateway, PgBouncer) async throws -> Void) async throws {
            try await ServiceOnServer.with { service async throws in
                let pooler = try await PgBouncer(before: service.server)
                var pooled = service
                pooled.poolerPort = pooler.port
                let gateway = try StoredGateway(pooled)
                do {
                    _ = try await gateway.rotateKeys.bootstrap()
                    try await gateway.keys.refresh()
                    try await gateway.log.refresh()
                    try await body(gateway, pooler)
                } catch {
                    await gateway.pools.shutdown()
                    pooler.stop()
                    throw error
                }
                await gateway.pools.shutdown()
                pooler.stop()
            }
        }

        @Test func everythingWorksWithUnnamedStatements() async throws {
            try await through { gateway, pooler async throws in
                let acme = try await gateway.makeWorkspace("acme")
                try await pooler.admitLogins { (try? await gateway.audit(of: acme)) != nil }
                let owner = try await gateway.makeUser("ada@acme.example", .owner, in: acme)
                // More at once than the pooler has connections to the server for one login.
                let grants = try await withThrowingTaskGroup(of: SessionGrant.self) { group in
                    for _ in 0..<12 {
                        group.addTask {
                            let first = try await gateway.tokens(of: owner, in: acme)
                            return try await gateway.refreshed(first.refreshToken)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for grant in grants { _ = try await gateway.verify(grant.accessToken.text) }
                #expect(
                    try await gateway.endSession(
                        grants[0].session,
                        of: owner.id,
                        in: acme.id,
                        because: .signedOut,
                        by: StoredGateway.byOperator
                    )
                )
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(grants[0].refreshToken)
                }
                try await gateway.suspend(acme, by: StoredGateway.byOperator)
                try await gateway.resume(try await gateway.current(acme), by: StoredGateway.byOperator)
                _ = try await gateway.tokens(of: owner, in: try await gateway.current(acme))
            }
        }

        /// What 1.18 can't do: a login that it does not know yet.
        @Test func aNewWorkspaceIsAwayUntilItsLoginIsAdmitted() async throws {
            try await through { gateway, pooler async throws in
                let acme = try await gateway.makeWorkspace("acme")
                await #expect(throws: WorkspaceUnavailable.self) { try await gateway.audit(of: acme) }
                try await pooler.admitLogins { (try? await gateway.audit(of: acme)) != nil }
                #expect(try await gateway.audit(of: acme).isEmpty)
            }
        }
    }
}
