import Encoding
import Foundation
import Postgres
import Testing

extension Journeys {
    /// The gateway is killed where it hurts most: between two commits, and on each step of a refresh. The database is made to
    /// hold it up just there; the program itself knows nothing of it.
    @Suite(.enabled(if: RunningSystem.killRounds > 0, "JOURNEY_KILL_ROUNDS asks for no round"))
    struct KilledAtAKnownPlace {
        /// As in ``KilledGateway``: the asset API asks again after a pause that doubles while the gateway is away.
        private static let catchingUp: Duration = .seconds(10)

        enum Ending: String, CaseIterable, CustomTestStringConvertible {
            case deletingTheSession, revokingTheRefreshToken, revokingTheAccessToken

            var testDescription: String { rawValue }

            func end(_ tokens: Tokens, _ sid: String, _ person: Person) async throws -> Reply {
                switch self {
                case .deletingTheSession: try await person.endSession(sid, with: tokens.access)
                case .revokingTheRefreshToken: try await person.revoke(tokens.refresh)
                case .revokingTheAccessToken: try await person.revoke(tokens.access)
                }
            }
        }

        enum Moment: String, CaseIterable, CustomTestStringConvertible {
            /// The entry is durable in the control database, and the gateway does not know it yet: nothing more was sent.
            case firstCommitHeld
            /// The session's end is on its way with its commit: the server waits for the audit's head before it goes on.
            case secondCommitSent

            var testDescription: String { rawValue }

            var place: RunningDatabase.Place {
                switch self {
                case .firstCommitHeld: .commit(of: "revocation_head")
                case .secondCommitSent: .lock("SELECT 1 FROM audit_head FOR UPDATE")
                }
            }
        }

        /// Nobody was told that the session is over. Whoever holds its tokens is out nevertheless; where the session itself was
        /// not ended, trying again ends it.
        @Test(arguments: Ending.allCases, Moment.allCases)
        func betweenTheTwoCommitsOfARevocation(ending: Ending, moment: Moment) async throws {
            // attacks 5.4 #39
            let person = try Person()
            let gateway = try GatewayProcess.adopted(from: person.system)
            let database = try await RunningDatabase(person.system)
            let tokens = try await person.signIn()
            let sid = try await person.sessionID(of: tokens.access)

            let answer = try await database.interrupt(at: moment.place) {
                try await ending.end(tokens, sid, person)
            } by: { () async throws in
                if moment == .secondCommitSent { #expect(try await database.revocations(of: sid) == 1) }
                #expect(try await !database.isEnded(sid))
                gateway.kill()
            }
            #expect(answer == nil)
            try await gateway.startAgain()

            #expect(try await database.revocations(of: sid) == 1)
            #expect(try await person.me(tokens.access).status == 401)
            #expect(try await person.isRefusedByAssetAPI(tokens.access, within: Self.catchingUp))
            switch moment {
            case .firstCommitHeld:
                #expect(try await !database.isEnded(sid))
                try await endAgain(ending, tokens, sid, person)
            case .secondCommitSent:
                // The server has all of it, and goes through with it alone.
                try await ProcessFacts.wait("the session's end") { try await database.isEnded(sid) }
            }
            #expect(try await database.isEnded(sid))
            #expect(try await person.refresh(tokens.refresh).status == 400)
            await database.close()
        }

        /// The session itself costs its holder a refresh, and ends where it is asked for again.
        private func endAgain(_ ending: Ending, _ tokens: Tokens, _ sid: String, _ person: Person) async throws {
            // In a later second than the entry reaches to, which is the tolerated difference of clocks (one second) further
            // than the moment of its writing.
            try await Task.sleep(for: .seconds(2))
            let next = try Tokens(try await person.refresh(tokens.refresh))
            #expect(try await person.me(next.access).status == 200)
            #expect(try await person.assets(next.access).status == 200)
            let again = try await ending.end(next, sid, person)
            #expect([200, 204].contains(again.status), "\(again)")
            #expect(try await person.refresh(next.refresh).status == 400)
            #expect(try await person.isRefusedByAssetAPI(next.access))
        }

        enum Step: String, CaseIterable, CustomTestStringConvertible {
            case beforeTheUser, beforeTheSession, beforeSpending, afterTheCommit

            var testDescription: String { rawValue }

            func place(_ sid: UUID) -> RunningDatabase.Place {
                switch self {
                case .beforeTheUser:
                    .lock(
                        """
                        SELECT 1 FROM users WHERE id = (SELECT user_id FROM sessions WHERE id = \(sid)) FOR UPDATE
                        """
                    )
                case .beforeTheSession: .lock("SELECT 1 FROM sessions WHERE id = \(sid) FOR UPDATE")
                case .beforeSpending: .lock("SELECT 1 FROM refresh_tokens WHERE session_id = \(sid) FOR UPDATE")
                case .afterTheCommit: .commit(of: "refresh_tokens")
                }
            }
        }

        /// No session is lost, and the token is good for one successor, however often it is asked for.
        @Test(arguments: Step.allCases)
        func withinARefresh(step: Step) async throws {
            let person = try Person()
            let gateway = try GatewayProcess.adopted(from: person.system)
            let database = try await RunningDatabase(person.system)
            let first = try await person.signIn()
            let sid = try #require(UUID(uuidString: try await person.sessionID(of: first.access)))

            let answer = try await database.interrupt(at: step.place(sid)) {
                try await person.refresh(first.refresh)
            } by: { () async throws in
                gateway.kill()
            }
            #expect(answer == nil)
            try await gateway.startAgain()
            #expect(try await database.successors(in: sid) == (step == .afterTheCommit ? 1 : 0))

            let second = try Tokens(try await person.refresh(first.refresh))
            let repeated = try Tokens(try await person.refresh(first.refresh))
            #expect(repeated.refresh == second.refresh)
            #expect(try await database.successors(in: sid) == 1)
            #expect(try await person.assets(second.access).status == 200)

            let third = try Tokens(try await person.refresh(second.refresh))
            #expect(try await person.refresh(first.refresh).status == 400)
            #expect(try await person.isRefusedByAssetAPI(third.access))
            #expect(try await person.refresh(third.refresh).status == 400)
            await database.close()
        }
    }
}

extension RunningDatabase {
    /// Entries about that session.
    fileprivate func revocations(of sid: String) async throws -> Int {
        try await control.query("SELECT 1 FROM revocations WHERE scope = 'session' AND subject = \(sid)").count
    }

    fileprivate func isEnded(_ sid: String) async throws -> Bool {
        let id = try #require(UUID(uuidString: sid))
        let rows = try await workspace.query("SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE id = \(id)")
        return try #require(rows.first).decode("ended")
    }

    /// Refresh tokens of the session but its first one.
    fileprivate func successors(in sid: UUID) async throws -> Int {
        try await workspace.query("SELECT 1 FROM refresh_tokens WHERE session_id = \(sid)").count - 1
    }
}
