import Encoding
import HTTPTypes
import TestSupport
import Testing
import TokenVerification

@testable import asset_api

@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct AssetRouteTests {
    private static let ada = "6a1c2f6e-0d5d-4a57-9c0e-3d5f4c1b2a10"
    private static let grace = "11111111-2222-4333-8444-555555555555"
    private static let laptop: JSONValue = ["tag": "A-1", "name": "Laptop", "kind": "laptop"]

    /// The first request of all makes the workspace's database and waits for it.
    @Test
    func createsReadsChangesAndHandsOver() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let created = try await scene.request(.post, "/assets", token: token, json: Self.laptop)
            #expect(created.status == 201)
            #expect(created["tag"] == "A-1")
            #expect(created["state"] == "active")
            #expect(created["holder"] == .null)
            let id = try #require(created["id"]?.string)
            #expect(created.headers[.location] == "/assets/\(id)")

            let read = try await scene.request(.get, "/assets/\(id)", token: token)
            #expect(read.json == created.json)

            let changed = try await scene.request(.patch, "/assets/\(id)", token: token, json: ["name": "Big laptop"])
            #expect(changed.status == 200)
            #expect(changed["name"] == "Big laptop")
            #expect(changed["tag"] == "A-1")

            let held = try await scene.request(
                .post,
                "/assets/\(id)/hand-over",
                token: token,
                json: ["holder": .string(Self.grace)]
            )
            #expect(held.status == 200)
            #expect(held["holder"] == .string(Self.grace))

            let list = try await scene.request(.get, "/assets", token: token)
            #expect(list.items == [held.json])
            #expect(list["next_cursor"] == .null)

            let entries = try await scene.audit()
            #expect(entries.map(\.action) == ["asset.created", "asset.updated", "asset.handed_over"])
            #expect(entries[1].changes.contains("Big laptop") && entries[1].changes.contains("\"Laptop\""))
            #expect(!entries[1].changes.contains("tag"))
        }
    }

    @Test
    func changesNothingWithoutAnEntryAndWritesNoEntryWithoutAChange() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let created = try await scene.request(.post, "/assets", token: token, json: Self.laptop)
            let id = try #require(created["id"]?.string)
            let same = try await scene.request(.patch, "/assets/\(id)", token: token, json: ["name": "Laptop"])
            #expect(same.json == created.json)
            let taken = try await scene.request(.post, "/assets", token: token, json: Self.laptop)
            #expect(taken.status == 409)
            #expect(taken.code == "tag_taken")
            #expect(try await scene.audit().map(\.action) == ["asset.created"])
        }
    }

    @Test
    func letsNobodyHoldWhatIsRetired() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let created = try await scene.request(.post, "/assets", token: token, json: Self.laptop)
            let path = "/assets/\(try #require(created["id"]?.string))"
            let toGrace: JSONValue = ["holder": .string(Self.grace)]
            _ = try await scene.request(.post, "\(path)/hand-over", token: token, json: toGrace)
            let held = try await scene.request(.patch, path, token: token, json: ["state": "retired"])
            #expect(held.status == 409)
            #expect(held.code == "asset_held")
            _ = try await scene.request(.post, "\(path)/hand-over", token: token, json: ["holder": .null])
            let retired = try await scene.request(.patch, path, token: token, json: ["state": "retired"])
            #expect(retired["state"] == "retired")
            let late = try await scene.request(.post, "\(path)/hand-over", token: token, json: toGrace)
            #expect(late.status == 409)
            #expect(late.code == "asset_retired")
        }
    }

    @Test
    func cutsPagesNewestFirst() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let tags = (1...5).map { "A-\($0)" }
            for tag in tags {
                let body: JSONValue = ["tag": .string(tag), "name": "Laptop", "kind": "laptop"]
                #expect(try await scene.request(.post, "/assets", token: token, json: body).status == 201)
            }
            var seen: [String?] = []
            var path: String? = "/assets?limit=2"
            while let next = path {
                let page = try await scene.request(.get, next, token: token)
                #expect(page.items.count <= 2)
                seen += page.each("tag")
                path = page["next_cursor"]?.string.map { "/assets?limit=2&cursor=\($0)" }
            }
            #expect(Set(seen) == Set(tags))
            #expect(seen.count == tags.count)
        }
    }

    @Test
    func showsPeopleWithOwnWhatTheyHold() async throws {
        try await AssetScene.with { scene in
            let manager = try scene.token()
            let member = try scene.token {
                $0.subject = Self.grace
                $0.roles = ["member"]
                $0.scope = ["assets:read:own"]
            }
            var ids: [String] = []
            for tag in ["A-1", "A-2"] {
                let body: JSONValue = ["tag": .string(tag), "name": "Laptop", "kind": "laptop"]
                let created = try await scene.request(.post, "/assets", token: manager, json: body)
                ids.append(try #require(created["id"]?.string))
            }
            let toGrace: JSONValue = ["holder": .string(Self.grace)]
            _ = try await scene.request(.post, "/assets/\(ids[1])/hand-over", token: manager, json: toGrace)
            #expect(try await scene.request(.get, "/assets", token: member).each("tag") == ["A-2"])
            #expect(try await scene.request(.get, "/assets/\(ids[1])", token: member).status == 200)
            let others = try await scene.request(.get, "/assets/\(ids[0])", token: member)
            let nobodys = try await scene.request(.get, "/assets/\(Self.grace)", token: member)
            #expect(others.status == 404 && nobodys.status == 404)
            #expect(others.code == nobodys.code)
            let refused = try await scene.request(.post, "/assets", token: member, json: Self.laptop)
            #expect(refused.status == 403)
            #expect(refused.code == "insufficient_scope")
            #expect(refused.headers[.wwwAuthenticate]?.contains("assets:write") == true)
        }
    }

    /// attacks 5.4 #34: the workspace is the token's, and each has a database of its own.
    @Test
    func keepsWorkspacesApart() async throws {
        try await AssetScene.with { scene in
            let acme = try scene.token()
            let other = try scene.token {
                $0.workspaceID = Self.grace
                $0.workspaceSlug = "globex"
            }
            let created = try await scene.request(.post, "/assets", token: acme, json: Self.laptop)
            let path = "/assets/\(try #require(created["id"]?.string))"
            #expect(try await scene.request(.get, path, token: other).status == 404)
            #expect(try await scene.request(.get, "/assets", token: other).items.isEmpty)
            #expect(try await scene.request(.patch, path, token: other, json: ["name": "Mine"]).status == 404)
            // The same tag in both: nothing is shared, not even uniqueness.
            #expect(try await scene.request(.post, "/assets", token: other, json: Self.laptop).status == 201)
        }
    }

    @Test
    func answersManyFirstRequestsAtOnce() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let statuses = try await withThrowingTaskGroup { group in
                for _ in 0..<12 {
                    group.addTask { try await scene.request(.get, "/assets", token: token).status }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses == [200])
        }
    }

    @Test
    func saysWhenAWorkspaceIsNotThereYet() async throws {
        try await AssetScene.with(hasWorker: false, patience: .milliseconds(1)) { scene in
            let answer = try await scene.request(.get, "/assets", token: try scene.token())
            #expect(answer.status == 503)
            #expect(answer.code == "workspace_unavailable")
            #expect(answer.headers[.retryAfter] == "5")
        }
    }
}
