import FoundationEssentials
import JOSE
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import Workspaces

@testable import WorkspaceDatabases

extension StorageSuites {
    /// Suspending, resuming, and what a crash leaves of them.
    @Suite struct SuspendedWorkspaceTests {
        @Test func suspendingEndsAllThatTheWorkspaceGave() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let cookie = try await gateway.cookie(of: owner, in: acme).cookie
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                }
                #expect(actions == ["workspace.suspended"])
                #expect(try await gateway.current(acme).state == .suspended)
                await #expect(throws: TokenRejection.workspaceSuspended) {
                    try await gateway.verify(grant.accessToken.text)
                }
                #expect(try await gateway.revocations().map(\.isSuspension) == [true])
                #expect(try await gateway.browserSessions(cookie: cookie.expose(), in: acme.id) == nil)
                await #expect(throws: RefreshRejection.workspaceNotActive) {
                    try await gateway.refreshed(grant.refreshToken)
                }
            }
        }

        @Test func afterResumingPeopleSignInAnew() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                try await gateway.life.resume(try await gateway.current(acme), by: StoredGateway.byOperator)
                await #expect(throws: RefreshRejection.sessionOver) { try await gateway.refreshed(grant.refreshToken) }
                await #expect(throws: TokenRejection.revoked) { try await gateway.verify(grant.accessToken.text) }
                // Who begins to follow the feed now hears of no suspension.
                #expect(try await gateway.revocations().map(\.isSuspension) == [false, false])
                // The clock stands at the moment of the entry: the issue waits for a second that it does not reach.
                let anew = try await gateway.tokens(of: owner, in: try await gateway.current(acme))
                _ = try await gateway.verify(anew.accessToken.text)
            }
        }

        /// A session that is written and not committed when the doors are shut comes before: they wait for it, and end it.
        @Test(.timeLimit(.minutes(5))) func shuttingWaitsForWhoIsOnTheWayIn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let suspension = try await gateway.databases.transaction(on: acme.id) { transaction in
                    let session = try #require(transaction.handle as? PostgresTransaction)
                    try await session.execute(
                        """
                        INSERT INTO sessions (id, user_id, client_id, methods, authenticated_at, last_used_at, proved_at)
                        SELECT gen_random_uuid(), user_id, client_id, methods, authenticated_at, last_used_at, proved_at
                        FROM sessions WHERE id = \(grant.session.rawValue)
                        """
                    )
                    let suspension = Task { try await gateway.life.suspend(acme, by: StoredGateway.byOperator) }
                    let database = try await gateway.location(of: acme).database
                    while try await gateway.current(acme).state == .active,
                        try await !gateway.somebodyWaitsForALock(on: database)
                    {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    #expect(try await gateway.current(acme).state == .active)
                    return suspension
                }
                try await suspension.value
                #expect(try await gateway.rows(of: acme, "SELECT id FROM sessions WHERE ended_at IS NULL").isEmpty)
                #expect(try await gateway.rows(of: acme, "SELECT id FROM sessions").count == 2)
            }
        }

        /// A node that still remembers the workspace as active opens no session in it.
        @Test func aSignInUnderWayMeetsTheNewState() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                #expect(acme.state == .active)
                await #expect(throws: SignInRejection.workspaceNotActive) {
                    try await gateway.tokens(of: owner, in: acme)
                }
                await #expect(throws: SignInRejection.workspaceNotActive) {
                    try await gateway.cookie(of: owner, in: acme)
                }
                #expect(try await gateway.rows(of: acme, "SELECT id FROM sessions WHERE ended_at IS NULL").isEmpty)
            }
        }

        @Test func whatACrashLeftIsEndedBeforeAnybodyGetsIn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let crashing = CrashingBeforeCommit(databases: gateway.databases)
                await #expect(throws: CrashingBeforeCommit.Crash.self) {
                    try await gateway.life(over: crashing, gateway.control).suspend(acme, by: StoredGateway.byOperator)
                }
                #expect(try await gateway.current(acme).state == .suspended)
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt == nil)
                try await gateway.life.resume(try await gateway.current(acme), by: StoredGateway.byOperator)
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt != nil)
            }
        }

        @Test func onlyWhatIsSuspendedIsResumedAndOnlyWhatStandsIsSuspended() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                await #expect(throws: WorkspaceLifeRejection.wrongState) {
                    try await gateway.life.resume(acme, by: StoredGateway.byOperator)
                }
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt == nil)
                try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                _ = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                await #expect(throws: WorkspaceLifeRejection.wrongState) {
                    try await gateway.life.suspend(acme, by: StoredGateway.byOperator)
                }
                await #expect(throws: WorkspaceLifeRejection.wrongState) {
                    try await gateway.life.resume(acme, by: StoredGateway.byOperator)
                }
                let closing = try await gateway.current(acme)
                await #expect(throws: WorkspaceLifeRejection.wrongState) {
                    try await gateway.life.revokeRestored(closing, by: StoredGateway.byOperator)
                }
            }
        }

        /// attacks 5.8 #80
        @Test func aRestoredBackupRevivesNoUsedToken() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                _ = try await gateway.refreshed(grant.refreshToken)
                try await gateway.life.revokeRestored(acme, by: StoredGateway.byOperator)
                // The backup, in which the session lives and the token is unused.
                try await gateway.runAsSuperuser(
                    """
                    UPDATE sessions SET ended_at = NULL;
                    DELETE FROM refresh_tokens WHERE spent_at IS NULL;
                    UPDATE refresh_tokens SET spent_at = NULL;
                    """,
                    in: acme
                )
                gateway.clock.advance(60)
                await #expect(throws: RefreshRejection.sessionOver) { try await gateway.refreshed(grant.refreshToken) }
                let anew = try await gateway.tokens(of: owner, in: try await gateway.current(acme))
                _ = try await gateway.refreshed(anew.refreshToken)
            }
        }
    }

    /// Closing, its receipt, and what a crash leaves of it.
    @Suite struct ClosedWorkspaceTests {
        @Test func closingLeavesAReceiptAndNothingElse() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let location = try await gateway.location(of: acme)
                try await gateway.pools.withControlTransaction {
                    _ = try await $0.execute(
                        """
                        INSERT INTO raised_outboxes (workspace, raised_at, look_at)
                        VALUES (\(acme.id.rawValue), now(), now()) ON CONFLICT DO NOTHING
                        """
                    )
                }
                _ = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                #expect(try await gateway.current(acme).state == .closing)
                await #expect(throws: TokenRejection.revoked) { try await gateway.verify(grant.accessToken.text) }
                let last = try #require(try await gateway.audit(of: acme).last)
                #expect(last.action == "workspace.closing")

                try await gateway.fulfil()
                #expect(try await gateway.current(acme).state == .closed)
                #expect(try await gateway.stands(location) == (false, false))
                let stored = try #require(try await gateway.receipt(of: acme))
                let receipt = try ClosingReceipt(verifying: stored.receipt, by: stored.publicKey.key)
                #expect(receipt.workspace == acme.id)
                #expect(receipt.slug == "acme")
                #expect(receipt.requestedBy == "operator tester")
                #expect(receipt.lastAuditSequence == last.sequence)
                #expect(try stored.publicKey.key == gateway.keys.active().publicKey)
                // Nobody looks for mail that went with it.
                let outboxes = try await gateway.pools.withControlTransaction {
                    try await $0.query("SELECT workspace FROM raised_outboxes")
                }
                #expect(outboxes.isEmpty)
                // What is left of its row stands in nobody's way.
                let reseal = ResealSecrets(
                    control: gateway.control,
                    databases: gateway.databases,
                    sealing: gateway.sealing
                )
                #expect(try await reseal.inControl(writing: false).lost.isEmpty)
            }
        }

        @Test func withoutTheSlugTypedAnewNothingIsClosed() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                for typed in ["", "ACME", "acme ", "globex"] {
                    await #expect(throws: WorkspaceLifeRejection.notConfirmed) {
                        try await gateway.life.close(acme, confirmation: typed, by: StoredGateway.byOperator)
                    }
                }
                #expect(try await gateway.current(acme).state == .active)
            }
        }

        /// attacks 5.8 #78
        @Test func aClosedWorkspacesSlugIsNeverUsedAgain() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                _ = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                try await gateway.fulfil()
                await #expect(throws: WorkspaceCreationRefused.self) {
                    try await gateway.request()(slug: acme.slug, name: "Another", region: "eu") { _ in }
                }
                // The runtime role can't make room for it either.
                for statement: SQL in ["DELETE FROM workspaces", "UPDATE closing_receipts SET receipt = ''"] {
                    await #expect(throws: PostgresError.self) {
                        try await gateway.pools.withControlTransaction { try await $0.execute(statement) }
                    }
                }
            }
        }

        /// A worker got as far as the drop and was refused it, one died when the database was gone and the closing not settled:
        /// how far the audit had come was committed before.
        @Test func aClosingThatWasCutShortIsFinishedByTheNextWorker() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let location = try await gateway.location(of: acme)
                let names = WorkspaceDatabaseNames(database: location.database, login: location.user)
                _ = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                let sequence = try #require(try await gateway.audit(of: acme).last).sequence
                // A template can't be dropped.
                try await gateway.runAsSuperuser("ALTER DATABASE \(names.database) IS_TEMPLATE true", in: acme)
                try await gateway.fulfil()
                #expect(try await gateway.stands(location) == (true, true))
                try await gateway.runAsSuperuser("ALTER DATABASE \(names.database) IS_TEMPLATE false", in: acme)
                try await gateway.service.provisioner.drop(names)

                _ = try await gateway.life.close(
                    try await gateway.current(acme),
                    confirmation: "acme",
                    by: ChangeAuthor(.operator("another"), from: StoredGateway.origin)
                )
                try await gateway.fulfil()
                let stored = try #require(try await gateway.receipt(of: acme))
                let receipt = try ClosingReceipt(verifying: stored.receipt, by: stored.publicKey.key)
                #expect(receipt.lastAuditSequence == sequence)
                // Whoever asked first stands in it.
                #expect(receipt.requestedBy == "operator tester")
                #expect(try await gateway.stands(location) == (false, false))
            }
        }

        /// Nobody can be locked out of a database that is away: other nodes believe for a second that the workspace is open, and
        /// the entry refuses what they issue meanwhile.
        @Test func closingWithoutTheDatabaseReachesAsFarAsNodesBelieve() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let life = gateway.life(over: AwayDatabases(), gateway.control)
                _ = try await life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                let reach = gateway.clock.now + ClockSkew.tolerated + WorkspaceDirectory.lifetime
                let entry = try #require(try await gateway.revocations().last)
                #expect(entry.scope == .workspace(acme.id.description))
                #expect(entry.issuedBefore == reach.unixSeconds)
                // A node whose clock is behind takes nothing of it back.
                let earlier = gateway.clock.now
                try await gateway.control.transaction {
                    try await WorkspaceLifeRepository().setTokensRevoked(acme.id, at: earlier, in: $0)
                }
                #expect(try await gateway.current(acme).tokensRevokedAt == reach)
                try await gateway.fulfil()
                #expect(try await gateway.current(acme).state == .closed)
            }
        }

        @Test func closingTwiceAsksOnce() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let first = try await gateway.life.close(acme, confirmation: "acme", by: StoredGateway.byOperator)
                let again = try await gateway.current(acme)
                let second = try await gateway.life.close(again, confirmation: "acme", by: StoredGateway.byOperator)
                #expect(first == second)
                try await gateway.fulfil()
                await #expect(throws: (any Error).self) {
                    let closed = try await gateway.current(acme)
                    _ = try await gateway.life.close(closed, confirmation: "acme", by: StoredGateway.byOperator)
                }
            }
        }

        /// One worker is about to make its database when another fulfils the closing, and finds nothing to drop.
        @Test(.timeLimit(.minutes(5))) func aWorkspaceThatIsClosedWhileItIsMadeLeavesNoDatabase() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("given-up"))
                let (_, planned) = try await gateway.request()(slug: slug, name: "Given up", region: "eu") { _ in }
                let location = try await gateway.plannedLocation(of: planned)
                let holder = try await gateway.service.server.connect(gateway.service.provisioning)
                try await holder.execute("SELECT pg_advisory_lock(\(WorkspaceTemplate.lock))")
                async let made: Void = gateway.fulfil()
                try await gateway.untilSomebodyWaitsForALock()
                _ = try await gateway.life.close(planned, confirmation: "given-up", by: StoredGateway.byOperator)
                try await gateway.fulfil()
                #expect(try await gateway.current(planned).state == .closed)
                #expect(try await gateway.receipt(of: planned) != nil)
                await holder.close()
                try await made
                #expect(try await gateway.stands(location) == (false, false))
                #expect(try await gateway.current(planned).state == .closed)
            }
        }

        @Test func aWorkspaceThatNeverStoodIsClosedWithoutASequence() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("given-up"))
                let (_, planned) = try await gateway.request()(slug: slug, name: "Given up", region: "eu") { _ in }
                _ = try await gateway.life.close(planned, confirmation: "given-up", by: StoredGateway.byOperator)
                try await gateway.fulfil()
                let stored = try #require(try await gateway.receipt(of: planned))
                let receipt = try ClosingReceipt(verifying: stored.receipt, by: stored.publicKey.key)
                #expect(receipt.lastAuditSequence == nil)
            }
        }
    }

    /// Creating, its places, and what a crash leaves of it.
    @Suite struct RequestedWorkspaceTests {
        @Test func askingAgainGoesOnWithTheSameWorkspace() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("acme"))
                let first = try await gateway.request()(slug: slug, name: "Acme", region: "eu") { _ in }
                let second = try await gateway.request()(slug: slug, name: "Acme", region: "eu") { _ in }
                #expect(first.0 == second.0)
                #expect(first.1.id == second.1.id)
                try await gateway.fulfil()
                let third = try await gateway.request()(slug: slug, name: "Acme", region: "eu") { _ in }
                #expect(third.0 == nil)
                #expect(third.1.id == first.1.id)
                #expect(third.1.state == .active)
            }
        }

        /// Whoever asks while it is made may find the first request settled, and files another.
        @Test func askingOnceMoreForWhatStandsChangesNothing() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let location = try await gateway.location(of: acme)
                let request = gateway.random.uuid()
                try await gateway.pools.withControlTransaction {
                    _ = try await ProvisioningQueue($0).request(
                        id: request,
                        .create,
                        workspace: acme.id.rawValue,
                        slug: acme.slug.description,
                        name: acme.name,
                        at: gateway.clock.now
                    )
                }
                try await gateway.fulfil()
                #expect(try await gateway.stands(location) == (true, true))
                #expect(try await gateway.current(acme).state == .active)
                let settled = try await gateway.pools.withControlConnection {
                    try await $0.query("SELECT state FROM provisioning_requests WHERE id = \(request)")
                }
                #expect(try settled.map { try $0.decode("state", as: String.self) } == ["done"])
            }
        }

        @Test func aClusterTakesNoMoreThanItsCeiling() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let slug = try #require(WorkspaceSlug("globex"))
                await #expect(throws: WorkspaceCreationRefused.self) {
                    try await gateway.request(ceiling: 1)(slug: slug, name: "Globex", region: "eu") { _ in }
                }
                _ = try await gateway.request(ceiling: 2)(slug: slug, name: "Globex", region: "eu") { _ in }
            }
        }

        /// The place that is taken is its own.
        @Test func whatWasCutShortGoesOnThoughItsClusterIsFull() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("acme"))
                let first = try await gateway.request(ceiling: 1)(slug: slug, name: "Acme", region: "eu") { _ in }
                let second = try await gateway.request(ceiling: 1)(slug: slug, name: "Acme", region: "eu") { _ in }
                #expect(second.0 == first.0)
                try await gateway.fulfil()
                let third = try await gateway.request(ceiling: 1)(slug: slug, name: "Acme", region: "eu") { _ in }
                #expect(third.0 == nil && third.1.id == first.1.id)
            }
        }

        /// Each sees the others' rows before it counts.
        @Test func manyAtOnceFillAClusterToItsCeiling() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let placed = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            guard let slug = WorkspaceSlug("w\(number)") else { return false }
                            let request = gateway.request(ceiling: 3)
                            return (try? await request(slug: slug, name: "One", region: "eu") { _ in }) != nil
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(placed == 3)
            }
        }

        @Test func aRegionThatNoClusterHasIsRefused() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let slug = try #require(WorkspaceSlug("acme"))
                await #expect(throws: WorkspaceCreationRefused.self) {
                    try await gateway.request()(slug: slug, name: "Acme", region: "mars") { _ in }
                }
            }
        }
    }
}

/// The databases of a cluster that can't be reached.
private struct AwayDatabases: WorkspaceDatabaseAccess {
    func transaction<R: Sendable>(
        on workspace: WorkspaceID,
        _ body: @Sendable (WorkspaceTransaction) async throws -> R
    ) async throws -> R {
        throw WorkspaceUnavailable(workspace: workspace)
    }

    func change<R: Sendable>(
        _ workspace: WorkspaceID,
        by author: ChangeAuthor,
        _ body: @Sendable (WorkspaceChange) async throws -> R
    ) async throws -> R {
        throw WorkspaceUnavailable(workspace: workspace)
    }
}
