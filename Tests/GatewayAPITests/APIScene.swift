import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import Testing
import WebAuthn

@testable import GatewayAPI

/// The API over the scene.
struct APIScene {
    let scene: Scene
    let routes: [Route]

    init(
        queue: Int = 4,
        threads: Int = 1,
        attestationRoots: AttestationRoots = AttestationRoots.none
    ) async throws {
        let scene = try await Scene(queue: queue, threads: threads, attestationRoots: attestationRoots)
        self.scene = scene
        let routes = APIRoutes.all(scene.useCases, url: scene.url, securityContact: "mailto:security@id.example")
        self.routes = routes + [ServeOpenAPI.route(describing: routes, scene.url, version: "test")]
    }

    /// The tokens of somebody who signed in.
    struct Tokens {
        let access: String
        let refresh: String
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        try await scene.send(routes, method, path, headers, body: body)
    }

    func signIn(
        _ email: String = "ada@acme.example",
        _ password: String = Scene.password,
        at slug: String = "acme"
    ) async throws -> TestResponse {
        let body: JSONValue = ["email": .string(email), "password": .string(password)]
        return try await send(
            .post,
            "/w/\(slug)/api/v1/sign-in/password",
            [.contentType: "application/json"],
            body: body.text
        )
    }

    func tokens(_ email: String = "ada@acme.example") async throws -> Tokens {
        try Self.tokens(in: try await signIn(email))
    }

    static func tokens(in answer: TestResponse) throws -> Tokens {
        let object = try json(answer)
        return Tokens(
            access: try #require(object["access_token"]?.string),
            refresh: try #require(object["refresh_token"]?.string)
        )
    }

    static func json(_ answer: TestResponse) throws -> JSONObject {
        try #require(try StrictJSON.parse(Array(answer.text.utf8)).object)
    }

    func post(_ path: String, _ form: String) async throws -> TestResponse {
        try await send(.post, path, [.contentType: "application/x-www-form-urlencoded"], body: form)
    }

    static func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }
}
