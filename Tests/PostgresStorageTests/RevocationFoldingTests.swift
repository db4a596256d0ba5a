import FoundationEssentials
import JOSE
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import Workspaces

extension StorageSuites {
    /// Many revocations of a workspace become one for all of it (contract: thousands of users deactivated together).
    @Suite struct RevocationFoldingTests {
        private static let fiveOfAWorkspace = RevocationFolding(mostOfWorkspace: 5, mostOfAll: 1_000, lookInterval: 1)

        /// Lets time go on until all that was written before may be folded.
        private func settle(_ gateway: StoredGateway) {
            gateway.clock.advance(Double(RevocationFolding.settlingSeconds) + ClockSkew.tolerated)
        }

        @Test func foldsPastItsBoundAndNotBefore() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let revoke = gateway.revoking(over: gateway.control, folding: Self.fiveOfAWorkspace)
                let (many, few) = (WorkspaceID.random(from: gateway.random), WorkspaceID.random(from: gateway.random))
                let key = Revocation.key(try KeyIdentifier("withdrawn"))
                _ = try await revoke(key)
                for _ in 0..<4 { _ = try await revoke(gateway.someSession(of: many)) }
                _ = try await revoke(.user(.random(from: gateway.random), in: many))
                settle(gateway)
                let others = (0..<2).map { _ in gateway.someSession(of: few) }
                _ = try await revoke(others[0])
                #expect(try await gateway.revocations().count == 7)
                let last = try await revoke(gateway.someSession(of: many))
                // Its moment is too near.
                #expect(try await gateway.revocations().count == 8)
                settle(gateway)
                _ = try await revoke(others[1])
                let entries = try await gateway.revocations()
                #expect(entries.map(\.scope) == [key.scope] + others.map(\.scope) + [.workspace(many.description)])
                #expect(entries.map(\.number) == [1, 7, 9, 10])
                #expect(entries.last?.issuedBefore == last.unixSeconds)
                #expect(gateway.log.folded == 6)
                // The next one has the number after it, and whoever asks from there on gets it alone.
                let next = gateway.someSession(of: many)
                _ = try await revoke(next)
                let news = try await gateway.log.news(after: 10)
                #expect(news.head == 11)
                #expect(news.entries.map(\.scope) == [next.scope])
            }
        }

        /// attacks 5.4 #39: for a node that has seen the entries, one that begins after they were folded, and an API that
        /// had seen half of them.
        @Test func nobodyWhoWasRevokedGetsInAndWhatIsIssuedLaterIsGood() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let revoke = gateway.revoking(over: gateway.control, folding: Self.fiveOfAWorkspace)
                let end = gateway.endingSessions(over: gateway.databases, revoke)
                func endSession(_ grant: SessionGrant) async throws {
                    let author = ChangeAuthor(.user(owner.id), from: StoredGateway.origin)
                    #expect(
                        try await end(grant.session, of: owner.id, in: acme.id, because: .endedByUser, by: author)
                    )
                }
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let innocent = try await gateway.tokens(of: member, in: acme)
                var ended: [SessionGrant] = []
                // Each is issued after the one before was revoked: an entry that reaches less far than the last lets it in.
                func endAnother() async throws {
                    gateway.clock.advance(ClockSkew.tolerated + 1)
                    let grant = try await gateway.tokens(of: owner, in: acme)
                    try await endSession(grant)
                    ended.append(grant)
                }
                for _ in 0..<3 { try await endAnother() }
                let half = try await gateway.log.news(after: 0)
                let api = RevocationBoard(boundSeconds: 60)
                try api.publish(half.entries, completeAsOf: half.asOf)
                for _ in 0..<3 { try await endAnother() }
                settle(gateway)
                _ = try await revoke(gateway.someSession())
                #expect(gateway.log.folded == 6)

                let fresh = RevocationLog(
                    control: gateway.control,
                    storage: RevocationsRepository(),
                    clock: gateway.clock
                )
                try await fresh.refresh()
                let rest = try await gateway.log.news(after: half.head)
                try api.publish(rest.entries, completeAsOf: rest.asOf)
                let verifiers = [gateway.log, fresh].map {
                    VerifyOwnAccessToken(
                        issuer: StoredGateway.issuer,
                        keys: gateway.keys,
                        log: $0,
                        clock: gateway.clock
                    )
                }
                for grant in ended + [innocent] {
                    for verify in verifiers {
                        await #expect(throws: TokenRejection.revoked) { try await verify(grant.accessToken.text) }
                    }
                    #expect(try verdict(of: api, on: grant.accessToken, gateway) == .revoked)
                }
                // Whoever was not meant refreshes once, and waits for nothing.
                let now = gateway.clock.now
                let refreshed = try await gateway.refreshed(innocent.refreshToken)
                #expect(gateway.clock.now == now)
                for verify in verifiers { _ = try await verify(refreshed.accessToken.text) }
                #expect(try verdict(of: api, on: refreshed.accessToken, gateway) == .current)
                // Whoever was meant can't.
                for grant in ended {
                    await #expect(throws: RefreshRejection.sessionOver) {
                        try await gateway.refreshed(grant.refreshToken)
                    }
                }
            }
        }

        private func verdict(
            of board: RevocationBoard,
            on token: IssuedAccessToken,
            _ gateway: StoredGateway
        ) throws -> RevocationVerdict {
            let jws = try UnverifiedJWS(parsing: token.text.expose())
            let claims = try AccessTokenClaims(parsing: jws.verified(by: try gateway.keys.active().publicKey).payload)
            return board.verdict(
                on: claims,
                signedBy: try gateway.keys.active().identifier,
                at: gateway.clock.now.unixSeconds
            )
        }

        @Test func ofManyNodesAtOnceOneFolds() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let revoke = gateway.revoking(over: gateway.control, folding: Self.fiveOfAWorkspace)
                let workspace = WorkspaceID.random(from: gateway.random)
                for _ in 0..<6 { _ = try await gateway.revoke(gateway.someSession(of: workspace)) }
                settle(gateway)
                for result in await atOnce(20, { _ in try await revoke(gateway.someSession(of: workspace)) }) {
                    _ = try result.get()
                }
                let entries = try await gateway.revocations()
                #expect(entries.count == 21)
                #expect(entries.filter { $0.scope == .workspace(workspace.description) }.count == 1)
                #expect(entries.map(\.number) == Array(7...27))
                #expect(gateway.log.folded == 6)
            }
        }

        @Test func whereAllTogetherAreTooManyTheLargestAreFolded() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let folding = RevocationFolding(mostOfWorkspace: 1_000, mostOfAll: 12, lookInterval: 13)
                let revoke = gateway.revoking(over: gateway.control, folding: folding)
                let workspaces = [6, 3, 3].map { (WorkspaceID.random(from: gateway.random), $0) }
                for (workspace, count) in workspaces {
                    for _ in 0..<count { _ = try await revoke(gateway.someSession(of: workspace)) }
                }
                settle(gateway)
                #expect(try await gateway.revocations().count == 12)
                _ = try await revoke(gateway.someSession())
                let scopes = try await gateway.revocations().map(\.scope)
                #expect(scopes.count == 8)
                #expect(scopes.last == .workspace(workspaces[0].0.description))
            }
        }

        /// What has left the feed counts no longer.
        @Test func foldsNoMoreThanTheFeedShows() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let revoke = gateway.revoking(over: gateway.control, folding: Self.fiveOfAWorkspace)
                let workspace = WorkspaceID.random(from: gateway.random)
                for _ in 0..<3 { _ = try await revoke(gateway.someSession(of: workspace)) }
                gateway.clock.advance(Double(RevocationFeedDocument.standardWindowSeconds) + 1)
                for _ in 0..<3 { _ = try await revoke(gateway.someSession(of: workspace)) }
                settle(gateway)
                _ = try await revoke(gateway.someSession())
                #expect(try await gateway.revocations().count == 4)
                #expect(gateway.log.folded == 0)
                // Nor is it folded with what has not.
                for _ in 0..<3 { _ = try await revoke(gateway.someSession(of: workspace)) }
                settle(gateway)
                _ = try await revoke(gateway.someSession())
                #expect(gateway.log.folded == 6)
                let kept = try await gateway.control.transaction {
                    try await RevocationsRepository().list(
                        after: 0,
                        recordedSince: Date(timeIntervalSince1970: 0),
                        in: $0
                    )
                }
                #expect(kept.map(\.number) == [1, 2, 3, 7, 11, 12])
            }
        }
    }
}
