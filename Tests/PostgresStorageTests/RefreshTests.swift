import Encoding
import FoundationEssentials
import Postgres
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import Workspaces

extension StorageSuites {
    /// Refresh tokens: each is exchanged once, and a copy ends the session.
    @Suite struct RefreshTests {
        @Test func eachTokenIsExchangedForItsSuccessor() async throws {
            // attacks 0 #8
            try await StoredGateway.with { gateway, acme, owner async throws in
                let first = try await gateway.tokens(of: owner, in: acme)
                gateway.clock.advance(60)
                let second = try await gateway.refreshed(first.refreshToken)
                gateway.clock.advance(60)
                let third = try await gateway.refreshed(second.refreshToken)
                #expect(
                    Set([first, second, third].map { $0.refreshToken.expose() }).count == 3
                )
                #expect(third.session == first.session)
                #expect(try await gateway.session(first.session, in: acme)?.lastUsedAt == gateway.clock.now)
                #expect(try claim("iat", of: third.accessToken)?.integer == Int64(gateway.clock.now.unixSeconds))
            }
        }

        @Test func aLostReplyIsSurvivedWithinTheWindow() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let first = try await gateway.refreshed(grant.refreshToken)
                gateway.clock.advance(RefreshSession.repeatWindow - 0.5)
                let again = try await gateway.refreshed(grant.refreshToken)
                #expect(again.refreshToken.expose() == first.refreshToken.expose())
                let next = try await gateway.refreshed(first.refreshToken)
                #expect(next.session == grant.session)
            }
        }

        @Test func twentyAtOnceGetOneSuccessor() async throws {
            // attacks 0 #8
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let results = await atOnce(20) { _ in try await gateway.refreshed(grant.refreshToken) }
                let successors = try results.map { try $0.get().refreshToken.expose() }
                #expect(successors.count == 20)
                #expect(Set(successors).count == 1)
                let tokens = try await gateway.rows(of: acme, "SELECT spent_at IS NULL AS unspent FROM refresh_tokens")
                #expect(try tokens.map { try $0.decode("unspent", as: Bool.self) }.filter(\.self).count == 1)
                #expect(tokens.count == 2)
            }
        }

        @Test func aRepeatAfterTheWindowEndsTheSession() async throws {
            // attacks 0 #8, 5.4 #39
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let successor = try await gateway.refreshed(grant.refreshToken)
                gateway.clock.advance(RefreshSession.repeatWindow)
                try await Self.expectReuse(of: grant.refreshToken, gateway, acme, grant.session)
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(successor.refreshToken)
                }
                await #expect(throws: (any Error).self) { try await gateway.verify(successor.accessToken.text) }
            }
        }

        @Test func aRepeatAfterTheSuccessorWasUsedEndsTheSession() async throws {
            // attacks 0 #8
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let successor = try await gateway.refreshed(grant.refreshToken)
                _ = try await gateway.refreshed(successor.refreshToken)
                try await Self.expectReuse(of: grant.refreshToken, gateway, acme, grant.session)
            }
        }

        @Test func twentyThievesAtOnceEndTheSessionOnce() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                _ = try await gateway.refreshed(grant.refreshToken)
                gateway.clock.advance(RefreshSession.repeatWindow)
                let actions = try await gateway.actions(in: acme) {
                    let results = await atOnce(20) { _ in try await gateway.refreshed(grant.refreshToken) }
                    for result in results { #expect(throws: RefreshRejection.self) { try result.get() } }
                }
                #expect(actions == ["session.refresh_token_reused", "session.ended"])
                #expect(try await gateway.revocations().count == 1)
            }
        }

        @Test func anotherApplicationOrTimeIsRefusedWithoutSpending() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                for client in ["other", "ONTRACKIO", ""] {
                    await #expect(throws: RefreshRejection.wrongClient) {
                        try await gateway.refresh(grant.refreshToken, clientID: client, origin: StoredGateway.origin)
                    }
                }
                let second = try await gateway.refreshed(grant.refreshToken)
                // attacks 5.3 #22
                gateway.clock.advance(SessionLifetime.idle)
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(second.refreshToken)
                }
            }
        }

        private static func expectReuse(
            of token: Secret<String>,
            _ gateway: StoredGateway,
            _ workspace: Workspace,
            _ session: SessionID
        ) async throws {
            let actions = try await gateway.actions(in: workspace) {
                await #expect(throws: RefreshRejection.reused) { try await gateway.refreshed(token) }
            }
            #expect(actions == ["session.refresh_token_reused", "session.ended"])
            #expect(try await gateway.session(session, in: workspace)?.endedAt == gateway.clock.now)
            #expect(try await gateway.revocations().map(\.scope) == [.session(session.description)])
        }
    }
}
