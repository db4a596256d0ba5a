import Encoding
import Foundation
import Testing

extension Journeys {
    /// Sign in, use a service that trusts the tokens, end the session, be refused.
    struct MainJob {
        @Test func refusesAtTheAssetAPISoonAfterTheSessionIsEnded() async throws {
            let person = try Person()
            let tokens = try await person.signIn()

            let me = try await person.me(tokens.access)
            #expect(me.status == 200)
            #expect(me.json?["email"]?.string == person.system.ownerEmail)
            #expect(me.json?["role"] == "owner")
            #expect(me.json?["workspace"]?.object?["slug"]?.string == person.system.workspace)
            let sid = try #require(me.json?["sid"]?.string)

            let tag = "journey-\(UUID().uuidString.lowercased())"
            let created = try await person.createAsset(tag: tag, tokens.access)
            #expect(created.status == 201, "\(created)")
            let listed = try await person.assets(tokens.access)
            #expect(listed.status == 200, "\(listed)")
            // The newest first, so it stands on the first page.
            let tags = try #require(listed.json?["items"]?.array).map { $0.object?["tag"]?.string }
            #expect(tags.contains(tag))

            let sessions = try await person.sessions(tokens.access)
            let current = sessions.filter { $0["current"] == true }
            #expect(current.map { $0["sid"]?.string } == [sid])

            let ended = try await person.endSession(sid, with: tokens.access)
            #expect(ended.status == 204, "\(ended)")
            #expect(try await person.isRefusedByAssetAPI(tokens.access))
            #expect(try await person.me(tokens.access).status == 401)
            let refreshed = try await person.refresh(tokens.refresh)
            #expect(refreshed.status == 400)
            #expect(refreshed.json?["error"] == "invalid_grant")
        }

        @Test func endingOneSessionLeavesTheOthers() async throws {
            let person = try Person()
            let one = try await person.signIn()
            let other = try await person.signIn()
            let sid = try await person.sessionID(of: one.access)

            #expect(try await person.endSession(sid, with: other.access).status == 204)
            #expect(try await person.isRefusedByAssetAPI(one.access))
            #expect(try await person.assets(other.access).status == 200)
            #expect(try await person.sessions(other.access).allSatisfy { $0["sid"]?.string != sid })
        }
    }
}
