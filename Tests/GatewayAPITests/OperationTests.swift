import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import Secrets
import SignIn
import Testing
import Workspaces

@testable import GatewayAPI

@Suite struct OperationTests {
    private let api: APIScene

    init() async throws {
        api = try await APIScene()
    }

    @Test func signsIn() async throws {
        let answer = try await api.signIn()
        #expect(answer.status == .ok)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.setCookie] == nil)
        let object = try APIScene.json(answer)
        #expect(object.map(\.name) == ["state", "access_token", "token_type", "expires_in", "refresh_token"])
        #expect(object["state"] == "complete")
        #expect(object["token_type"] == "Bearer")
        #expect(object["expires_in"] == 300)
    }

    /// attacks 5.1 #1: nothing tells whether the address belongs to anybody.
    @Test func answersTheSameToEveryWrongSecret() async throws {
        let answers = [
            try await api.signIn("ada@acme.example", "wrong"), try await api.signIn("nobody@acme.example"),
            try await api.signIn("no address"), try await api.signIn("ada@acme.example", "", at: "globex"),
        ]
        let texts = answers.map { answer in
            answer.text.replacing(answer.headers[.xCorrelationID] ?? "", with: "")
        }
        #expect(answers.allSatisfy { $0.status == .unauthorized })
        #expect(Set(texts).count == 1)
        #expect(texts[0].contains(#""code":"invalid_credentials""#))
    }

    @Test func asksToComeBackWhenNoHashCanBeMade() async throws {
        let busy = try await APIScene(queue: 0, threads: 0)
        let answer = try await busy.signIn()
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer.text.contains(#""code":"busy""#))
    }

    @Test func tellsWhoOneIs() async throws {
        let token = try await api.tokens("bob@acme.example").access
        let me = try APIScene.json(try await api.send(.get, "/w/acme/api/v1/me", APIScene.bearer(token)))
        #expect(me["email"] == "bob@acme.example")
        #expect(me["role"] == "member")
        #expect(me["permissions"] == ["assets:read:own"])
        #expect(me["workspace"]?.object?["slug"] == "acme")
    }

    @Test func listsAndEndsSessions() async throws {
        let first = try await api.tokens().access
        let second = try await api.tokens().access
        let list = try APIScene.json(
            try await api.send(.get, "/w/acme/api/v1/me/sessions", APIScene.bearer(second))
        )
        let items = try #require(list["items"]?.array)
        #expect(items.count == 2)
        #expect(items.compactMap { $0.object?["current"]?.bool } == [false, true])
        #expect(list["next_cursor"] == JSONValue.null)
        let other = try #require(items[0].object?["sid"]?.string)
        let path = "/w/acme/api/v1/me/sessions/\(other)"
        #expect(try await api.send(.delete, path, APIScene.bearer(second)).status == .noContent)
        #expect(try await api.send(.get, "/w/acme/api/v1/me", APIScene.bearer(first)).status == .unauthorized)
        #expect(try await api.send(.get, "/w/acme/api/v1/me", APIScene.bearer(second)).status == .ok)
    }

    /// attacks 5.8 #79: another's session is as unknown as one that never was.
    @Test(arguments: ["00000000-0000-4000-8000-000000000000", "x", "ABCDEF00-0000-4000-8000-000000000000"])
    func endsNobodyElsesSession(id: String) async throws {
        let token = try await api.tokens("bob@acme.example").access
        let answer = try await api.send(.delete, "/w/acme/api/v1/me/sessions/\(id)", APIScene.bearer(token))
        #expect(answer.status == .notFound)
        _ = try await api.tokens()
        let theirs = try await api.scene.useCases.listSessions(of: api.scene.owner.id, in: api.scene.acme.id)
        let session = try #require(theirs.first?.id)
        let other = try await api.send(.delete, "/w/acme/api/v1/me/sessions/\(session)", APIScene.bearer(token))
        #expect(other.status == .notFound)
    }

    /// attacks 5.3 #23, 5.8 #78.
    @Test(arguments: ["/api/v1/me", "/api/v1/me/sessions", "/api/v1/admin/audit"])
    func refusesATokenAtAnotherWorkspace(path: String) async throws {
        let token = try await api.tokens().access
        #expect(try await api.send(.get, "/w/acme\(path)", APIScene.bearer(token)).status == .ok)
        #expect(try await api.send(.get, "/w/globex\(path)", APIScene.bearer(token)).status == .unauthorized)
    }

    @Test func showsTheAuditToWhoMayReadIt() async throws {
        let member = try await api.tokens("bob@acme.example").access
        let refused = try await api.send(.get, "/w/acme/api/v1/admin/audit", APIScene.bearer(member))
        #expect(refused.status == .forbidden)
        let owner = try await api.tokens().access
        let first = try APIScene.json(
            try await api.send(.get, "/w/acme/api/v1/admin/audit?limit=1", APIScene.bearer(owner))
        )
        #expect(first["items"]?.array?.first?.object?["sequence"] == 2)
        let cursor = try #require(first["next_cursor"]?.string)
        let second = try APIScene.json(
            try await api.send(.get, "/w/acme/api/v1/admin/audit?limit=1&cursor=\(cursor)", APIScene.bearer(owner))
        )
        #expect(second["items"]?.array?.first?.object?["action"] == "session.signed_in")
        #expect(second["items"]?.array?.first?.object?["sequence"] == 1)
        for query in ["limit=0", "limit=101", "limit=x", "cursor=0", "cursor=x", "limit=1&limit=2"] {
            let bad = try await api.send(.get, "/w/acme/api/v1/admin/audit?\(query)", APIScene.bearer(owner))
            #expect(bad.status == .badRequest, "\(query)")
        }
    }

    @Test func refreshesAndRevokes() async throws {
        let first = try await api.tokens()
        let form = { (token: String) in "grant_type=refresh_token&client_id=ontrackio&refresh_token=\(token)" }
        let exchanged = try await api.post("/oauth2/token", form(first.refresh))
        #expect(exchanged.status == .ok)
        #expect(exchanged.headers[.cacheControl] == "no-store")
        let second = try APIScene.tokens(in: exchanged)
        #expect(second.refresh != first.refresh)
        #expect(try await api.post("/oauth2/revoke", "client_id=ontrackio&token=\(second.refresh)").status == .ok)
        #expect(try await api.send(.get, "/w/acme/api/v1/me", APIScene.bearer(second.access)).status == .unauthorized)
        let refused = try await api.post("/oauth2/token", form(second.refresh))
        #expect(refused.status == .badRequest)
        #expect(refused.text.contains(#""error":"invalid_grant""#))
        // RFC 7009 section 2.2: what is no token is answered alike.
        #expect(try await api.post("/oauth2/revoke", "client_id=ontrackio&token=nonsense").status == .ok)
    }

    @Test(arguments: [
        ("client_id=ontrackio&refresh_token=x", "invalid_request"),
        ("grant_type=refresh_token&client_id=ontrackio", "invalid_request"),
        ("grant_type=refresh_token&client_id=ontrackio&client_id=ontrackio&refresh_token=x", "invalid_request"),
        ("grant_type=password&client_id=ontrackio&refresh_token=x", "unsupported_grant_type"),
        ("grant_type=refresh_token&client_id=other&refresh_token=x", "invalid_client"),
        ("grant_type=refresh_token&client_id=ontrackio&client_secret=x&refresh_token=x", "invalid_client"),
        ("grant_type=refresh_token&client_id=ontrackio&refresh_token=x", "invalid_grant"),
    ])
    func refusesByTheBook(form: String, error: String) async throws {
        let answer = try await api.post("/oauth2/token", form)
        #expect(answer.status == (error == "invalid_client" ? .unauthorized : .badRequest))
        #expect(answer.text.hasPrefix(#"{"error":"\#(error)""#))
    }

    @Test func publishesItsKeys() async throws {
        let answer = try await api.send(.get, "/.well-known/jwks.json")
        #expect(answer.headers[.contentType] == "application/jwk-set+json")
        #expect(answer.headers[.cacheControl] == "public, max-age=300")
        #expect(try APIScene.json(answer)["keys"]?.array?.count == 2)
        #expect(!answer.text.contains("\"d\""))
        let tag = try #require(answer.headers[.eTag])
        let again = try await api.send(.get, "/.well-known/jwks.json", [.ifNoneMatch: tag])
        #expect(again.status == .notModified)
        #expect(again.text.isEmpty)
        #expect(try await api.send(.get, "/.well-known/jwks.json", [.ifNoneMatch: "\"x\""]).status == .ok)
    }

    @Test func tellsRevocationsToAPIsAlone() async throws {
        let (application, secret) = try await api.scene.useCases.operators.applications.create(
            name: "A",
            kind: .api,
            redirectURIs: []
        )
        let (service, other) = try await api.scene.useCases.operators.applications.create(
            name: "S",
            kind: .service,
            redirectURIs: []
        )
        let basic = { (id: String, secret: String) -> HTTPFields in
            [.authorization: "Basic \(Base64.encode(Array("\(id):\(secret)".utf8)))"]
        }
        let path = "/.well-known/session-revocations"
        let good = basic(application.clientID, try #require(secret).expose())
        let answer = try await api.send(.get, "\(path)?after=0", good)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/jwt")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.text.split(separator: ".").count == 3)
        for headers in [[:], basic(application.clientID, "x"), basic(service.clientID, try #require(other).expose())] {
            #expect(try await api.send(.get, path, headers).status == .unauthorized)
        }
        #expect(try await api.send(.get, "\(path)?after=-1", good).status == .badRequest)
        // There is news, so nobody waits.
        let token = try await api.tokens()
        _ = try await api.post("/oauth2/revoke", "client_id=ontrackio&token=\(token.refresh)")
        var waiting = good
        waiting[.prefer] = "wait=30"
        let news = try await api.send(.get, "\(path)?after=0", waiting)
        #expect(news.status == .ok)
        #expect(news.headers[.preferenceApplied] == "wait=30")
    }

    /// Everything that is served is described, with the scheme and the permission that it asks for.
    @Test func describesItself() async throws {
        let document = try APIScene.json(try await api.send(.get, "/openapi.json"))
        let paths = try #require(document["paths"]?.object)
        for route in api.routes {
            let operation = paths[route.path.description]?.object?[route.method.rawValue.lowercased()]?.object
            #expect(operation?["operationId"]?.string == route.id)
        }
        let audit = paths["/w/{workspace}/api/v1/admin/audit"]?.object?["get"]?.object
        #expect(audit?["x-permission"]?.string == Permission.auditRead.rawValue)
        for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"] {
            #expect(try APIScene.json(try await api.send(.get, path))["issuer"] == "http://localhost")
        }
        #expect(try await api.send(.get, "/.well-known/security.txt").text.hasPrefix("Contact: mailto:"))
    }
}
