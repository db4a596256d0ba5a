import Credentials
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import Secrets
import SignIn
import Testing
import Workspaces

@testable import GatewayPages

/// Somebody who forgot the password, or has none yet: attacks 5.1 #1, #6.
@Suite struct PasswordResetTests {
    private static let fresh = "quiet+lanterns+over+seven+hills"

    private let scene: Scene
    private let routes: [Route]
    private let pages: PageRenderer

    init() async throws {
        let pages = try PageRenderer()
        let scene = try await Scene()
        self.pages = pages
        self.scene = scene
        routes =
            AskForReset.routes(scene.useCases.askForPasswordReset, pages)
            + ChoosePassword.routes(scene.useCases.setPasswordByLink, pages)
    }

    private func get(_ path: String) async throws -> TestResponse {
        try await scene.send(routes, .get, path, [.accept: "text/html"]) { [pages] in pages.errorAnswer($0) }
    }

    private func post(_ path: String, _ form: String) async throws -> TestResponse {
        let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .origin: "http://localhost"]
        return try await scene.send(routes, .post, path, headers, body: form) { [pages] in pages.errorAnswer($0) }
    }

    private func link(_ purpose: PasswordLink.Purpose, for user: User) async throws -> String {
        let token = try await scene.storage.transaction(on: scene.acme.id) {
            [makeLink = scene.useCases.operators.makePasswordLink] in
            try await makeLink(purpose, for: user, in: $0)
        }
        let folder = purpose == .reset ? "password-reset" : "invitations"
        return "/w/acme/\(folder)/\(token.expose())"
    }

    @Test func answersAndDoesTheSameForAKnownAddressAndAnUnknown() async throws {
        let known = try await post("/w/acme/password-reset", "email=ada%40acme.example")
        let unknown = try await post("/w/acme/password-reset", "email=eve%40acme.example")
        #expect(known.status == .ok)
        #expect(known.status == unknown.status)
        #expect(known.text == unknown.text.replacing("eve@", with: "ada@"))
        #expect(scene.storage.outbox(of: scene.acme.id).map(\.notice) == [.passwordResetAsked, .passwordResetAsked])
    }

    @Test func refusesWhatIsNoAddressAndQueuesNothing() async throws {
        #expect(try await post("/w/acme/password-reset", "email=ada").status == .unprocessableContent)
        #expect(scene.storage.outbox(of: scene.acme.id).isEmpty)
    }

    @Test(arguments: [PasswordLink.Purpose.reset, .invitation])
    func setsAPasswordOnceHoweverOftenThePageIsOpened(purpose: PasswordLink.Purpose) async throws {
        let link = try await link(purpose, for: scene.owner)
        for _ in 0..<3 { #expect(try await get(link).status == .ok) }
        let answer = try await post(link, "new_password=\(Self.fresh)")
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/w/acme/sign-in?password_set=1")
        // Nobody is signed in by it.
        #expect(answer.headers[.setCookie] == nil)
        #expect(try await get(link).status == .notFound)
        #expect(try await post(link, "new_password=\(Self.fresh)+again").status == .notFound)
        #expect(scene.storage.outbox(of: scene.acme.id).map(\.notice) == [.passwordChanged])
    }

    @Test func leavesTheLinkGoodWhenThePasswordIsRefused() async throws {
        let link = try await link(.reset, for: scene.owner)
        let answer = try await post(link, "new_password=short")
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("at least 15 characters"))
        #expect(try await get(link).status == .ok)
    }

    @Test func refusesALinkAtTheOtherDoorOfAnotherWorkspaceAndWithAnotherKind() async throws {
        let link = try await link(.reset, for: scene.owner)
        #expect(try await get(link).status == .ok)
        #expect(try await get(link.replacing("password-reset", with: "invitations")).status == .notFound)
        #expect(try await get(link.replacing("acme", with: "globex")).status == .notFound)
        #expect(try await get(link.replacing("ogp_", with: "ogi_")).status == .notFound)
        #expect(try await get(String(link.dropLast())).status == .notFound)
    }

    @Test func refusesAnOldLinkAndAReplacedOne() async throws {
        let first = try await link(.reset, for: scene.owner)
        let second = try await link(.reset, for: scene.owner)
        #expect(try await get(first).status == .notFound)
        scene.clock.advance(PasswordLink.Purpose.reset.lifetime - 1)
        #expect(try await get(second).status == .ok)
        scene.clock.advance(1)
        #expect(try await get(second).status == .notFound)
        #expect(try await post(second, "new_password=\(Self.fresh)").status == .notFound)
    }
}
