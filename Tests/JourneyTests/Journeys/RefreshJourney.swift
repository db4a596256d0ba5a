import Encoding
import Testing

extension Journeys {
    /// The chain of refresh tokens, and how it ends.
    struct Refresh {
        @Test func handsOutTheSameSuccessorToARepeat() async throws {
            let person = try Person()
            let first = try await person.signIn()
            let second = try Tokens(try await person.refresh(first.refresh))
            #expect(second.refresh != first.refresh)

            let repeated = try Tokens(try await person.refresh(first.refresh))
            #expect(repeated.refresh == second.refresh)
            for tokens in [first, second, repeated] {
                #expect(try await person.assets(tokens.access).status == 200)
            }
        }

        @Test func handsOutOneSuccessorToRequestsInParallel() async throws {
            let person = try Person()
            let first = try await person.signIn()
            let successors = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask { try Tokens(try await person.refresh(first.refresh)).refresh }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(successors.count == 1)
        }

        /// attacks 5.4 #39
        @Test func endsTheSessionWhenASpentTokenComesBack() async throws {
            let person = try Person()
            let first = try await person.signIn()
            let second = try Tokens(try await person.refresh(first.refresh))
            let third = try Tokens(try await person.refresh(second.refresh))
            #expect(try await person.assets(third.access).status == 200)

            let reused = try await person.refresh(first.refresh)
            #expect(reused.status == 400)
            #expect(reused.json?["error"] == "invalid_grant")
            #expect(try await person.isRefusedByAssetAPI(third.access))
            for tokens in [first, second, third] {
                #expect(try await person.assets(tokens.access).status == 401)
                #expect(try await person.refresh(tokens.refresh).status == 400)
            }
        }

        /// attacks 5.4 #39
        @Test func endsTheSessionWhenItsRefreshTokenIsRevoked() async throws {
            let person = try Person()
            let first = try await person.signIn()
            let second = try Tokens(try await person.refresh(first.refresh))

            #expect(try await person.revoke(second.refresh).status == 200)
            #expect(try await person.isRefusedByAssetAPI(first.access))
            #expect(try await person.isRefusedByAssetAPI(second.access))
            #expect(try await person.refresh(second.refresh).status == 400)
            // RFC 7009 section 2.2: what is no token any more is answered alike.
            #expect(try await person.revoke(second.refresh).status == 200)
        }
    }
}
