import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import Synchronization
import WebAuthn
import Workspaces

@testable import GatewayPages

/// A browser at the pages of the scene: it keeps cookies, and runs no script.
final class PagesBrowser: Sendable {
    let scene: Scene
    private let routes: [Route]
    private let pages: PageRenderer
    private let jar = Mutex<[String: String]>([:])

    /// - Parameter attestationRoots: whom passkeys' attestations may lead to.
    init(attestationRoots: AttestationRoots = AttestationRoots.none) async throws {
        let scene = try await Scene(attestationRoots: attestationRoots)
        let pages = try PageRenderer()
        self.scene = scene
        self.pages = pages
        routes = scene.pageRoutes(pages)
    }

    /// Names and values.
    var cookies: [String: String] { jar.withLock { $0 } }

    func get(_ path: String) async throws -> TestResponse {
        try await send(.get, path, [.accept: "text/html"], nil)
    }

    @discardableResult
    func post(_ path: String, _ form: String = "") async throws -> TestResponse {
        let headers: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .origin: scene.url.description,
        ]
        return try await send(.post, path, headers, form)
    }

    @discardableResult
    func signIn(
        email: String = "ada@acme.example",
        password: String = Scene.password.replacing(" ", with: "+"),
        returnTo: String = ""
    ) async throws -> TestResponse {
        let form = "email=\(email.replacing("@", with: "%40"))&password=\(password)&return_to=\(returnTo)"
        return try await post("/w/acme/sign-in", form)
    }

    func signOut() async throws {
        try await post("/w/acme/sign-out")
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String?)
        async throws -> TestResponse
    {
        var headers = headers
        let cookies = cookies
        if !cookies.isEmpty {
            headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "; ")
        }
        let answer = try await scene.send(routes, method, path, headers, body: body) { [pages] in
            pages.errorAnswer($0)
        }
        for field in answer.headers[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            jar.withLock { jar in
                jar[String(pair[0])] = field.contains("Max-Age=0") || pair.count < 2 ? nil : String(pair[1])
            }
        }
        return answer
    }
}

extension Scene {
    /// All pages over the scene's use cases.
    func pageRoutes(_ pages: PageRenderer) -> [Route] { PageRoutes.all(pages, useCases, url: url) }
}
