import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// Links that set a password, beside what happens to their holder meanwhile.
    @Suite struct PasswordLinkTests {
        /// Looked at before the hash was computed, which takes its time.
        @Test(.timeLimit(.minutes(1)))
        func aLinkSetsNoPasswordOfWhoIsDeactivatedMeanwhile() async throws {
            // attacks 5.1 #6
            try await StoredGateway.with { gateway, workspace, owner in
                let token = try await gateway.databases.transaction(on: workspace.id) {
                    try await gateway.makePasswordLink(.reset, for: owner, in: $0)
                }
                let observer = try await gateway.service.server.connect(gateway.service.server.superuser)
                let setting = try await gateway.databases.change(workspace.id, by: StoredGateway.byOperator) { change in
                    _ = try await UsersRepository().lock(owner.id, in: change.transaction)
                    let setting = Task {
                        try await gateway.setPasswordByLink(
                            token.expose(),
                            .reset,
                            password: Secret("quiet lanterns over seven hills"),
                            in: workspace,
                            origin: StoredGateway.origin
                        )
                    }
                    var isWaiting = false
                    while !isWaiting {
                        isWaiting = try await !observer.query(
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'"
                        ).isEmpty
                    }
                    try await UsersRepository().setStatus(
                        .deactivated(since: gateway.clock.now),
                        of: owner,
                        revokedAt: gateway.clock.now,
                        in: change
                    )
                    return setting
                }
                await observer.close()
                await #expect(throws: PasswordLinkRejection.noGood) { try await setting.value }
            }
        }
    }
}
