import Encoding
import HTTPTypes
import HummingbirdTesting
import SignIn
import Testing
import Workspaces

@testable import GatewayHTTP

/// Who may call what: the frame's business, never a handler's.
@Suite struct AccessTests {
    private let bearer = Frame(
        .probe(
            .get,
            "/w/{workspace}/x",
            endpoint: .bearer(.auditRead) { _, workspace, _ in .json(["slug": .string(workspace.slug.description)]) }
        )
    )

    @Test func letsTheHolderOfAGoodTokenIn() async throws {
        let answer = try await bearer.send(.get, "/w/acme/x", [.authorization: "Bearer \(Frame.token)"])
        #expect(answer.status == .ok)
        #expect(answer.text == #"{"slug":"acme"}"#)
    }

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Bearer  good-token", "good-token", "Basic good-token", "Bearer bad-token",
        "Bearer good-token good-token", "Bearer good-token,Bearer good-token",
    ])
    func refusesOthers(authorization: String?) async throws {
        var headers = HTTPFields()
        headers[.authorization] = authorization
        let answer = try await bearer.send(.get, "/w/acme/x", headers)
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
    }

    @Test func refusesATokenThatIsTooLong() async throws {
        let token = String(repeating: "x", count: AccessControl.maximumTokenBytes + 1)
        #expect(try await bearer.send(.get, "/w/acme/x", [.authorization: "Bearer \(token)"]).status == .unauthorized)
    }

    /// attacks 5.3 #23, 5.8 #78: the same answer whether the workspace is another's or nobody's, and without a token.
    @Test func tellsNothingOfOtherWorkspaces() async throws {
        for headers in [[.authorization: "Bearer \(Frame.token)"], [:]] as [HTTPFields] {
            let other = try await bearer.send(.get, "/w/globex/x", headers)
            let none = try await bearer.send(.get, "/w/nobody/x", headers)
            #expect(other.status == .unauthorized)
            #expect(other.text == none.text)
            #expect(other.headers == none.headers)
        }
    }

    @Test func asksForThePermission() async throws {
        var frame = bearer
        frame.permissions = [.usersRead]
        let answer = try await frame.send(.get, "/w/acme/x", [.authorization: "Bearer \(Frame.token)"])
        #expect(answer.status == .forbidden)
        #expect(answer.headers[.wwwAuthenticate] == #"Bearer error="insufficient_scope", scope="audit:read""#)
        #expect(answer.text.contains("insufficient_scope"))
    }

    @Test func saysWhenRevocationsAreUnknown() async throws {
        let answer = try await bearer.send(.get, "/w/acme/x", [.authorization: "Bearer stale-token"])
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "5")
        #expect(answer.text.contains("revocation_unknown"))
    }

    @Test func saysThatTheTokensWorkspaceIsSuspended() async throws {
        let answer = try await bearer.send(.get, "/w/asleep/x", [.authorization: "Bearer suspended-token"])
        #expect(answer.status == .forbidden)
        #expect(answer.text.contains("workspace_suspended"))
    }

    private let page = Frame(
        .probe(
            .get,
            "/w/{workspace}/account",
            problemForm: .page,
            endpoint: .browserSession(nil) { _, _, user in .html(user.user.name) }
        )
    )

    @Test func letsSignedInBrowsersIn() async throws {
        let cookie = "session-01010101-0101-0101-0101-010101010101=\(Frame.cookie)"
        #expect(try await page.send(.get, "/w/acme/account", [.cookie: cookie]).text == "Ada")
    }

    /// attacks 5.3 #20 and #23.
    @Test(arguments: [
        ("acme", "session-01010101-0101-0101-0101-010101010101=bad"),
        ("acme", "session-02020202-0202-0202-0202-020202020202=good-cookie"),
        ("globex", "session-01010101-0101-0101-0101-010101010101=good-cookie"),
        ("globex", "session-02020202-0202-0202-0202-020202020202=good-cookie"),
        (
            "acme",
            "session-01010101-0101-0101-0101-010101010101=x; session-01010101-0101-0101-0101-010101010101=good-cookie"
        ),
        ("acme", "__Host-session-01010101-0101-0101-0101-010101010101=good-cookie"),
    ])
    func sendsOthersToTheSignIn(slug: String, cookie: String) async throws {
        let answer = try await page.send(.get, "/w/\(slug)/account?tab=1", [.cookie: cookie])
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/w/\(slug)/sign-in?return_to=%2Fw%2F\(slug)%2Faccount%3Ftab%3D1")
    }

    @Test(arguments: [
        ("nobody", HTTPResponse.Status.notFound), ("gone", .notFound), ("asleep", .forbidden), ("Acme", .notFound),
    ])
    func closesTheDoorOfWorkspacesThatAreNotOpen(slug: String, status: HTTPResponse.Status) async throws {
        #expect(try await page.send(.get, "/w/\(slug)/account").status == status)
    }

    private let client = Frame(
        .probe(endpoint: .client(.api) { _, application in .json(["id": .string(application.clientID)]) })
    )

    private func basic(_ text: String) -> HTTPFields {
        [.authorization: "Basic \(Base64.encode(Array(text.utf8)))"]
    }

    /// RFC 6749 section 2.3.1: id and secret are form-encoded within.
    @Test func knowsApplicationsByTheirSecret() async throws {
        #expect(try await client.send(.get, "/probe", basic("api-1:s%3Ae%2Bc+%25")).text == #"{"id":"api-1"}"#)
    }

    @Test(arguments: ["api-1:wrong", "api-2:s%3Ae%2Bc+%25", "api-1", ":", "api-1:%", "", "api-1:s:e+c %"])
    func refusesOtherApplications(credentials: String) async throws {
        let answer = try await client.send(.get, "/probe", basic(credentials))
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic") == true)
    }
}
