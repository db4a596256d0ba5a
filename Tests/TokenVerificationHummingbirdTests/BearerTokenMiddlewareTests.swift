import Encoding
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JOSE
import Synchronization
import TestSupport
import Testing
import TokenVerification
import TokenVerificationHummingbird

/// A guarded route, as a client meets it.
@Suite struct BearerTokenMiddlewareTests {
    private let scene: VerifierScene

    init() throws {
        scene = try VerifierScene()
    }

    private func application(
        report: @escaping @Sendable (TokenRejection, BearerRequestContext) -> Void = { _, _ in }
    ) -> some ApplicationProtocol {
        let router = Router(context: BearerRequestContext.self)
        router.add(middleware: BearerTokenMiddleware(scene.verifier, report: report))
        router.get("assets") { _, context in
            "Assets of \(try context.token(permitting: "assets:read").claims.workspaceSlug)"
        }
        router.get("audit") { _, context in
            try context.token(permitting: "audit:read").claims.subject
        }
        return Application(router: router)
    }

    private func get(
        _ path: String,
        authorization: [String],
        _ check: @escaping @Sendable (TestResponse) throws -> Void
    ) async throws {
        let headers = HTTPFields(authorization.map { HTTPField(name: .authorization, value: $0) })
        try await application().test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers) { try check($0) }
        }
    }

    @Test func letsAGoodTokenPass() async throws {
        try await get("/assets", authorization: ["Bearer \(try scene.forge.token())"]) { response in
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == "Assets of acme")
        }
    }

    /// attacks 5.4 #42, #43: no token, another scheme (DPoP among them, which we don't offer: decision 10), two fields, two values, spaces, a token in the query.
    @Test func refusesEveryOtherWayToBringAToken() async throws {
        let token = try scene.forge.token()
        let table: [(path: String, authorization: [String], status: HTTPResponse.Status)] = [
            ("/assets", [], .unauthorized), ("/assets", ["Basic YTpi"], .unauthorized),
            ("/assets", ["DPoP \(token)"], .unauthorized),
            ("/assets", ["bearer \(token)"], .ok), ("/assets", ["BEARER \(token)"], .ok),
            ("/assets", ["Bearer \(token)", "Bearer \(token)"], .badRequest),
            // Space after a field's value is no part of it (RFC 9110 section 5.5): the server's parser takes it away.
            ("/assets", ["Bearer \(token) "], .ok),
            ("/assets", ["Bearer \(token), Bearer \(token)"], .badRequest),
            ("/assets", ["Bearer \(token)=x"], .badRequest),
            ("/assets", ["Bearer  \(token)"], .badRequest), ("/assets?access_token=\(token)", [], .badRequest),
            ("/assets?access_token=\(token)", ["Bearer \(token)"], .badRequest),
            ("/assets?page=2", ["Bearer \(token)"], .ok),
        ]
        for row in table {
            try await get(row.path, authorization: row.authorization) { response in
                #expect(response.status == row.status, "\(row.path) \(row.authorization.count)")
                let challenge = response.headers[.wwwAuthenticate]
                #expect((challenge?.hasPrefix("Bearer") == true) == (row.status != .ok))
            }
        }
    }

    /// attacks 5.4 #42: a token of another service.
    @Test func refusesATokenOfAnotherService() async throws {
        let token = try scene.forge.token { $0.audience = [TokenForge.issuer] }
        try await get("/assets", authorization: ["Bearer \(token)"]) { response in
            #expect(response.status == .unauthorized)
            #expect(response.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
            let problem = try StrictJSON.parse(Array(response.body.readableBytesView)).object
            #expect(problem?["code"] == "invalid_token")
            #expect(problem?["status"] == 401)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(response.headers[.cacheControl] == "no-store")
        }
    }

    @Test func namesThePermissionThatIsMissing() async throws {
        try await get("/audit", authorization: ["Bearer \(try scene.forge.token())"]) { response in
            #expect(response.status == .forbidden)
            #expect(
                response.headers[.wwwAuthenticate] == #"Bearer error="insufficient_scope", scope="audit:read""#
            )
        }
    }

    /// contract: 503 with Retry-After and `revocation_unknown` past the bound.
    @Test func asksToComeBackWhenRevocationIsNotKnown() async throws {
        let token = try scene.forge.token()
        scene.time.advance(61)
        try await get("/assets", authorization: ["Bearer \(token)"]) { response in
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "2")
            #expect(response.headers[.wwwAuthenticate] == nil)
            let problem = try StrictJSON.parse(Array(response.body.readableBytesView)).object
            #expect(problem?["code"] == "revocation_unknown")
        }
    }

    @Test func tellsTheHostWhatItDoesNotTellTheClient() async throws {
        let seen = Mutex<[TokenRejection]>([])
        let token = try TokenForge().token()
        let application = application(report: { rejection, _ in seen.withLock { $0.append(rejection) } })
        try await application.test(.router) { client in
            try await client.execute(uri: "/assets", method: .get, headers: [.authorization: "Bearer \(token)"]) {
                #expect($0.status == .unauthorized)
            }
        }
        #expect(seen.withLock { $0 } == [.unknownKey])
    }

    @Test func refusesARouteThatForgotTheMiddleware() async throws {
        let router = Router(context: BearerRequestContext.self)
        router.get("assets") { _, context in try context.token(permitting: "assets:read").claims.subject }
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/assets", method: .get) { #expect($0.status == .unauthorized) }
        }
    }
}
