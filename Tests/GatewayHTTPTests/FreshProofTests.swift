import HTTPTypes
import HummingbirdTesting
import SignIn
import Testing
import Workspaces

@testable import GatewayHTTP

/// What asks for a fresh proof gets one, at every door the same (attacks 5.1 #9).
@Suite struct FreshProofTests {
    private static let cookie = "session-01010101-0101-0101-0101-010101010101=\(Frame.cookie)"

    private func frame(fresh: Bool) -> Frame {
        var frame = Frame(
            Route(
                "act",
                .post,
                "/w/{workspace}/api/act",
                "Acts.",
                answers: [AnswerForm(.noContent, "Done.")],
                needsFreshProof: true,
                endpoint: .bearer(nil) { _, _, _ in .noContent }
            ),
            page(.get, "show"),
            page(.post, "submit")
        )
        frame.hasFreshProof = fresh
        return frame
    }

    private func page(_ method: HTTPRequest.Method, _ id: String) -> Route {
        Route(
            id,
            method,
            "/w/{workspace}/account/act",
            "Acts.",
            body: method == .get ? .none : .form([]),
            answers: [AnswerForm(.ok, "Done.")],
            problemForm: .page,
            needsFreshProof: true,
            endpoint: .browserSession(nil) { _, _, _ in .html("done") }
        )
    }

    @Test func letsAFreshProofThrough() async throws {
        let frame = frame(fresh: true)
        let headers: HTTPFields = [.authorization: "Bearer \(Frame.token)"]
        #expect(try await frame.send(.post, "/w/acme/api/act", headers).status == .noContent)
        #expect(try await frame.send(.get, "/w/acme/account/act", [.cookie: Self.cookie]).text == "done")
    }

    /// attacks 5.1 #9: a program is told by the typed error of RFC 9470.
    @Test func tellsProgramsThatTheProofIsTooOld() async throws {
        let answer = try await frame(fresh: false).send(
            .post,
            "/w/acme/api/act",
            [.authorization: "Bearer \(Frame.token)"]
        )
        #expect(answer.status == .unauthorized)
        #expect(
            answer.headers[.wwwAuthenticate] == #"Bearer error="insufficient_user_authentication", max_age="300""#
        )
        #expect(answer.text.contains(#""code":"insufficient_user_authentication""#))
    }

    /// attacks 5.1 #9: a browser is sent to prove it, and comes back to where it was. Where it sent something, that is lost,
    /// and the page is told to say so.
    @Test(arguments: [(HTTPRequest.Method.get, "?"), (.post, "?unsaved=1&mark=")])
    func sendsBrowsersToStepUp(method: HTTPRequest.Method, told: String) async throws {
        let answer = try await frame(fresh: false).send(
            method,
            "/w/acme/account/act",
            [.cookie: Self.cookie, .origin: "http://localhost"]
        )
        #expect(answer.status == .seeOther)
        let location = try #require(answer.headers[.location])
        #expect(location.hasPrefix("/w/acme/account/step-up\(told)"))
        #expect(location.hasSuffix("return_to=%2Fw%2Facme%2Faccount%2Fact"))
        #expect(location.contains("unsaved") == (method == .post))
    }

    @Test func asksForThePermissionOfAPageToo() async throws {
        let route = Route.probe(
            .get,
            "/w/{workspace}/admin/x",
            problemForm: .page,
            endpoint: .browserSession(.assetsReadOwn) { _, _, _ in .html("in") }
        )
        // The owner, who may do everything else, has not this one.
        let answer = try await Frame(route).send(.get, "/w/acme/admin/x", [.cookie: Self.cookie])
        #expect(answer.status == .forbidden)
    }

    @Test func refusesTablesThatCantAskForIt() {
        let lost = Route(
            "lost",
            .post,
            "/w/{workspace}/lost",
            "Acts.",
            body: .form([]),
            answers: [AnswerForm(.ok, "Done.")],
            needsFreshProof: true,
            endpoint: .browserSession(nil) { _, _, _ in .noContent }
        )
        #expect(throws: RouteTable.Flaw.freshProofMisplaced("lost")) { try RouteTable([lost]) }
        let open = Route(
            "open",
            .get,
            "/open",
            "Acts.",
            answers: [AnswerForm(.ok, "Done.")],
            needsFreshProof: true,
            endpoint: .open { _ in .noContent }
        )
        #expect(throws: RouteTable.Flaw.freshProofMisplaced("open")) { try RouteTable([open]) }
    }
}
