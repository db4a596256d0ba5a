import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// A revocation is committed before what it belongs to, and its number is seen after all lower ones.
    @Suite struct RevocationOrderTests {
        @Test func endingASessionEndsAllThatItGave() async throws {
            // attacks 5.3 #22, 5.4 #39
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                _ = try await gateway.verify(grant.accessToken.text)
                let actions = try await gateway.actions(in: acme) {
                    for _ in 0..<2 {
                        let ended = try await Self.end(grant.session, gateway.endSession, owner, acme)
                        #expect(ended)
                    }
                }
                #expect(actions == ["session.ended"])
                await #expect(throws: TokenRejection.revoked) {
                    try await gateway.verify(grant.accessToken.text)
                }
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(grant.refreshToken)
                }
            }
        }

        @Test func aCrashBeforeTheCommitLeavesTheRevocationAndALivingSession() async throws {
            // attacks 5.4 #39
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let crashing = CrashingBeforeCommit(databases: gateway.databases)
                await #expect(throws: CrashingBeforeCommit.Crash.self) {
                    try await Self.end(
                        grant.session,
                        gateway.endingSessions(over: crashing, gateway.revoke),
                        owner,
                        acme
                    )
                }
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt == nil)
                #expect(try await gateway.revocations().map(\.scope) == [.session(grant.session.description)])
                await #expect(throws: TokenRejection.revoked) {
                    try await gateway.verify(grant.accessToken.text)
                }
                // Trying again completes it.
                #expect(try await Self.end(grant.session, gateway.endSession, owner, acme))
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt == gateway.clock.now)
            }
        }

        @Test func withoutTheRevocationTheSessionDoesNotEnd() async throws {
            // attacks 5.4 #39
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let broken = gateway.endingSessions(
                    over: gateway.databases,
                    gateway.revoking(over: ControlThatIsDown())
                )
                let actions = try await gateway.actions(in: acme) {
                    await #expect(throws: ControlThatIsDown.Down.self) {
                        try await Self.end(grant.session, broken, owner, acme)
                    }
                }
                #expect(actions.isEmpty)
                #expect(try await gateway.session(grant.session, in: acme)?.endedAt == nil)
                #expect(try await gateway.refreshed(grant.refreshToken).session == grant.session)
            }
        }

        @Test func aDeactivatedUserLosesAllAtOnce() async throws {
            // attacks 5.3 #22, 5.6 #53: what was ended stays ended after a reactivation.
            try await StoredGateway.with { gateway, acme, _ async throws in
                try await gateway.log.refresh()
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let grant = try await gateway.tokens(of: member, in: acme)
                let cookie = try await gateway.cookie(of: member, in: acme).cookie
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.users.deactivate(member.id, in: acme.id, by: StoredGateway.byOperator)
                }
                #expect(actions == ["user.deactivated", "session.ended", "session.ended"])
                try await gateway.users.reactivate(member.id, in: acme.id, by: StoredGateway.byOperator)
                #expect(try await gateway.browserSessions(cookie: cookie.expose(), in: acme.id) == nil)
                await #expect(throws: TokenRejection.revoked) {
                    try await gateway.verify(grant.accessToken.text)
                }
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(grant.refreshToken)
                }
            }
        }

        /// For the second after the one that the entry reaches to, which another node's clock may already show.
        @Test func aTokenOfTheSameSecondAsARevocationWaitsForALaterOne() async throws {
            // attacks 5.4 #39
            try await StoredGateway.with { gateway, acme, _ async throws in
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                gateway.clock.advance(0.25)
                let before = try await gateway.tokens(of: member, in: acme)
                gateway.clock.advance(0.25)
                try await gateway.users.setRole(.manager, of: member.id, in: acme.id, by: StoredGateway.byOperator)
                let revokedSecond = gateway.clock.now.unixSeconds
                let after = try await gateway.refreshed(before.refreshToken)
                #expect(try claim("iat", of: before.accessToken)?.integer == Int64(revokedSecond))
                let reach = revokedSecond + Int(ClockSkew.tolerated)
                #expect(try claim("iat", of: after.accessToken)?.integer == Int64(reach + 1))
                #expect(try claim("roles", of: after.accessToken) == ["manager"])
                await #expect(throws: TokenRejection.revoked) {
                    try await gateway.verify(before.accessToken.text)
                }
                #expect(try await gateway.verify(after.accessToken.text).permissions == Role.manager.permissions)
                // A fresh sign-in later has nothing to wait for.
                let second = gateway.clock.now
                _ = try await gateway.tokens(of: member, in: acme)
                #expect(gateway.clock.now == second)
            }
        }

        @Test func whoWaitsForTheNextSecondHoldsNoLock() async throws {
            // attacks 5.4 #39
            try await StoredGateway.with { gateway, acme, _ async throws in
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let grant = try await gateway.tokens(of: member, in: acme)
                try await gateway.users.setRole(.manager, of: member.id, in: acme.id, by: StoredGateway.byOperator)
                let (user, session) = (member.id.rawValue, grant.session.rawValue)
                // What would be locked says so at once.
                let clock = LookingClock(gateway.clock) {
                    try await gateway.rows(of: acme, "SELECT 1 FROM users WHERE id = \(user) FOR UPDATE NOWAIT")
                    try await gateway.rows(of: acme, "SELECT 1 FROM sessions WHERE id = \(session) FOR UPDATE NOWAIT")
                }
                let refresh = gateway.useCases(by: clock).refresh
                _ = try await refresh(
                    grant.refreshToken,
                    clientID: Application.firstPartyID,
                    origin: StoredGateway.origin
                )
                #expect(clock.looks == 1)
            }
        }

        @Test func aTokenThatIsPutOffAgainAndAgainIsRefused() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let grant = try await gateway.tokens(of: member, in: acme)
                try await gateway.users.setRole(.manager, of: member.id, in: acme.id, by: StoredGateway.byOperator)
                let clock = LookingClock(gateway.clock) {
                    // Somebody changes the role in each second that is waited for.
                    let role: Role = try await gateway.user(member.id, in: acme)?.role == .member ? .manager : .member
                    try await gateway.users.setRole(role, of: member.id, in: acme.id, by: StoredGateway.byOperator)
                }
                await #expect(throws: AccessTokenTooEarly.self) {
                    try await gateway.useCases(by: clock).refresh(
                        grant.refreshToken,
                        clientID: Application.firstPartyID,
                        origin: StoredGateway.origin
                    )
                }
                // Nothing was spent: the same token is good for another try.
                #expect(try await gateway.refreshed(grant.refreshToken).session == grant.session)
            }
        }

        @Test func aWaitForNewsThatIsCutShortIsAnsweredWithWhatIsKnown() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                try await gateway.log.refresh()
                _ = try await gateway.revoke(gateway.someSession())
                let (waits, wait) = AsyncStream<Void>.makeStream()
                let clock = LookingClock(gateway.clock) {
                    wait.yield()
                    try await Task.sleep(for: .seconds(3_600))
                }
                let feed = RevocationFeed(
                    issuer: StoredGateway.issuer,
                    log: RevocationLog(control: gateway.control, storage: RevocationsRepository(), clock: clock),
                    keys: gateway.keys,
                    clock: clock
                )
                let asked = gateway.clock.now
                let answer = Task { try await feed(after: 1, waitSeconds: 30) }
                for await _ in waits { break }
                // As when the service stops.
                answer.cancel()
                let payload = try await answer.value.split(separator: ".")[1]
                let document = try RevocationFeedDocument(parsing: Base64URL.decode(String(payload)))
                #expect(document.head == 1)
                #expect(document.signedAt == asked.unixSeconds)
                #expect(document.entries.isEmpty)
            }
        }

        /// attacks 5.4 #39: an API whose clock is late takes a token for a minute longer than it lives; one that begins to
        /// follow the feed within that minute learns all the same that it was revoked.
        @Test func whoBeginsLateWithALateClockMissesNoRevocation() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let revoke = gateway.revoking(over: gateway.control)
                _ = try await revoke(.session(grant.session, in: acme.id))
                let leeway = AccessTokenVerifier.maximumLeewaySeconds
                gateway.clock.advance(Double(IssueAccessToken.lifetimeSeconds + 2 * leeway - 1))
                let now = gateway.clock.now.unixSeconds - leeway
                let claims = try claim("aud", of: grant.accessToken)?.array
                func verify(knowing entries: [RevocationEntry]) async throws {
                    let board = RevocationBoard(boundSeconds: 60)
                    try board.publish(entries, completeAsOf: now)
                    let verifier = AccessTokenVerifier(
                        issuer: StoredGateway.issuer,
                        audience: try #require(claims?.first?.string),
                        keys: gateway.keys.verification,
                        revocations: board,
                        now: { now }
                    )
                    _ = try await verifier.verify(grant.accessToken.text.expose())
                }
                try await verify(knowing: [])
                let feed = try await gateway.revocations()
                await #expect(throws: TokenRejection.revoked) { try await verify(knowing: feed) }
            }
        }

        @Test func numbersAreSeenInOrderWhileManyAppend() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let workspace = WorkspaceID.random(from: gateway.random)
                let results = await atOnce(30) { number -> [Int64] in
                    if number.isMultiple(of: 3) { return try await gateway.revocations().map(\.number) }
                    _ = try await gateway.revoke(gateway.someSession(of: workspace))
                    return try await gateway.revocations().map(\.number)
                }
                for result in results {
                    let seen = try result.get()
                    #expect(seen == Array((1...20).prefix(seen.count)).map(Int64.init))
                }
                #expect(try await gateway.revocations().map(\.number) == Array(1...20))
                #expect(try await gateway.log.news(after: 20).head == 20)
            }
        }

        /// All connections that everybody shares are taken: knowing, writing and telling revocations goes on.
        @Test func aFloodOfSignInsKeepsNoRevocationWaiting() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let (taken, take) = AsyncStream<Void>.makeStream()
                try await withThrowingTaskGroup(of: Void.self) { flood in
                    for _ in 0..<StoredGateway.controlConnections {
                        flood.addTask {
                            try? await gateway.control.transaction { _ in
                                take.yield()
                                try await Task.sleep(for: .seconds(3_600))
                            }
                        }
                    }
                    var count = 0
                    for await _ in taken {
                        count += 1
                        if count == StoredGateway.controlConnections { break }
                    }
                    let session = gateway.someSession()
                    _ = try await gateway.revoke(session)
                    #expect(try await gateway.revocations().map(\.scope) == [session.scope])
                    try await gateway.keys.refresh()
                    #expect(
                        gateway.pools.controlStatistics(of: .common).leased == StoredGateway.controlConnections
                    )
                    flood.cancelAll()
                }
            }
        }

        @Test func theHeadStaysWhenOldEntriesAreForgotten() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let workspace = WorkspaceID.random(from: gateway.random)
                let user = Revocation.user(.random(from: gateway.random), in: workspace)
                _ = try await gateway.revoke(.workspace(workspace))
                gateway.clock.advance(10_000)
                _ = try await gateway.revoke(user)
                try await gateway.log.prune()
                let news = try await gateway.log.news(after: 0)
                #expect(news.head == 2)
                #expect(news.entries.map(\.scope) == [user.scope])
                _ = try await gateway.revoke(gateway.someSession())
                #expect(try await gateway.log.news(after: 2).entries.map(\.number) == [3])
            }
        }

        private static func end(
            _ session: SessionID,
            _ endSession: EndSession,
            _ user: User,
            _ workspace: Workspace
        ) async throws -> Bool {
            try await endSession(
                session,
                of: user.id,
                in: workspace.id,
                because: .endedByUser,
                by: ChangeAuthor(.user(user.id), from: StoredGateway.origin)
            )
        }
    }
}

/// A process that dies when all is written and nothing committed.
struct CrashingBeforeCommit: WorkspaceDatabaseAccess {
    struct Crash: Error {}

    let databases: PostgresWorkspaceDatabases

    func transaction<R: Sendable>(
        on workspace: WorkspaceID,
        _ body: @Sendable (WorkspaceTransaction) async throws -> R
    ) async throws -> R {
        try await databases.transaction(on: workspace, body)
    }

    func change<R: Sendable>(
        _ workspace: WorkspaceID,
        by author: ChangeAuthor,
        _ body: @Sendable (WorkspaceChange) async throws -> R
    ) async throws -> R {
        try await databases.change(workspace, by: author) { change in
            _ = try await body(change)
            throw Crash()
        }
    }
}

/// A control database that can't be reached.
private struct ControlThatIsDown: ControlDatabaseAccess {
    struct Down: Error {}

    func transaction<R: Sendable>(_ body: @Sendable (ControlTransaction) async throws -> R) async throws -> R {
        throw Down()
    }
}
