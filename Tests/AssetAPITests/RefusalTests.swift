import Encoding
import Foundation
import HTTPTypes
import JOSE
import TestSupport
import Testing
import TokenVerification

@testable import asset_api

/// What the service refuses, and how it says so.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct RefusalTests {
    private static let json: HTTPFields = [.contentType: "application/json"]

    /// attacks 5.4 #42.
    @Test
    func refusesRequestsWithoutOneGoodToken() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            let none = try await scene.request(.get, "/assets", token: nil)
            #expect(none.status == 401)
            #expect(none.headers[.wwwAuthenticate] == "Bearer")
            expectProblem(none)

            let expired = try scene.token { $0.expiresAt = TokenForge.now - 60 }
            let late = try await scene.request(.get, "/assets", token: expired)
            #expect(late.status == 401)
            #expect(late.code == "invalid_token")
            expectProblem(late)

            let foreign = try await scene.request(.get, "/assets", token: try scene.token { $0.audience = ["other"] })
            #expect(foreign.status == 401)

            let query = try await scene.request(.get, "/assets?access_token=\(token)", token: token)
            #expect(query.status == 400)
            expectProblem(query)

            var twice: HTTPFields = [.authorization: "Bearer \(token)"]
            twice.append(HTTPField(name: .authorization, value: "Bearer \(token)"))
            #expect(try await scene.request(.get, "/assets", headers: twice, body: []).status == 400)
        }
    }

    /// A revocation reaches us without a call on the request's way.
    @Test
    func refusesARevokedSession() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            #expect(try await scene.request(.get, "/assets", token: token).status == 200)
            scene.gateway.revoke(.session(TokenForge.claims().sessionID))
            var answer = try await scene.request(.get, "/assets", token: token)
            while answer.status == 200 { answer = try await scene.request(.get, "/assets", token: token) }
            #expect(answer.status == 401)
            #expect(answer.code == "invalid_token")
        }
    }

    /// attacks 5.4 #39: offline it goes on until its bound, then it fails closed.
    @Test
    func failsClosedPastTheBound() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            #expect(try await scene.request(.get, "/assets", token: token).status == 200)
            scene.gateway.goAway()
            scene.gateway.time.advance(55)
            #expect(try await scene.request(.get, "/assets", token: token).status == 200)
            scene.gateway.time.advance(10)
            let answer = try await scene.request(.get, "/assets", token: token)
            #expect(answer.status == 503)
            #expect(answer.code == "revocation_unknown")
            #expect(answer.headers[.retryAfter] != nil)
            expectProblem(answer)
            #expect(try await scene.request(.get, "/health/live", token: nil).status == 200)
            #expect(try await scene.request(.get, "/health/ready", token: nil).status == 503)
        }
    }

    @Test(arguments: [
        (type: "text/plain", body: "{}", status: 415), (type: "application/json", body: "", status: 400),
        (type: "application/json", body: "[]", status: 400), (type: "application/json", body: "{", status: 400),
        (type: "application/json", body: #"{"tag":"A","tag":"B","name":"x","kind":"k"}"#, status: 400),
        (type: "application/json", body: #"{"tag":"A","name":"x","kind":"k","holder":null}"#, status: 400),
        (type: "application/json", body: #"{"tag":"A","name":"x"}"#, status: 400),
        (type: "application/json", body: #"{"tag":1,"name":"x","kind":"k"}"#, status: 400),
        (type: "application/json", body: "\u{FEFF}{}", status: 400),
        (type: "application/json", body: "\"" + String(repeating: "x", count: 20_000) + "\"", status: 413),
        (type: "application/json; charset=utf-8", body: #"{"tag":"A","name":"x","kind":"k"}"#, status: 201),
    ])
    func judgesBodies(type: String, body: String, status: Int) async throws {
        try await AssetScene.with { scene in
            let headers: HTTPFields = [.contentType: type, .authorization: "Bearer \(try scene.token())"]
            let answer = try await scene.request(.post, "/assets", headers: headers, body: Array(body.utf8))
            #expect(answer.status == status)
            if status != 201 { expectProblem(answer) }
        }
    }

    @Test
    func judgesQueriesAndPaths() async throws {
        try await AssetScene.with { scene in
            let token = try scene.token()
            for query in ["limit=0", "limit=201", "limit=+5", "limit=", "limit=5&limit=6", "cursor=x", "cursor="] {
                let answer = try await scene.request(.get, "/assets?\(query)", token: token)
                #expect(answer.status == 400, "\(query)")
                expectProblem(answer)
            }
            for path in ["/assets/x", "/assets/6A1C2F6E-0D5D-4A57-9C0E-3D5F4C1B2A10", "/nothing", "/assets/x/y/z"] {
                let answer = try await scene.request(.get, path, token: token)
                #expect(answer.status == 404, "\(path)")
                expectProblem(answer)
            }
        }
    }

    /// What is served and what is described are the same, since both are made of one table.
    @Test
    func describesWhatItServes() async throws {
        try await AssetScene.with { scene in
            let document = try await scene.request(.get, "/openapi.json", token: nil)
            #expect(document.status == 200)
            #expect(document["openapi"] == "3.1.0")
            let paths = try #require(document["paths"]?.object)
            #expect(paths.members.map(\.name) == ["/assets", "/assets/{id}", "/assets/{id}/hand-over"])
            let creation = paths["/assets"]?.object?["post"]?.object
            #expect(creation?["operationId"] == "createAsset")
            #expect(creation?["x-permissions"] == ["assets:write"])
            #expect(creation?["responses"]?.object?["409"] != nil)
        }
    }

    private func expectProblem(_ answer: AssetScene.Answer) {
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer["status"]?.integer == Int64(answer.status))
        #expect(answer.code?.isEmpty == false)
        #expect(answer["title"]?.string?.isEmpty == false)
        let correlationID = answer["correlation_id"]?.string
        #expect(correlationID.flatMap { UUID(text: $0) } != nil)
        #expect(answer.headers[.xCorrelationID] == correlationID)
    }
}
