import Encoding
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Workspaces

@testable import GatewayHTTP

/// What every request must be, and what every answer carries.
@Suite struct FrameTests {
    @Test func marksEveryAnswerWithAFreshCorrelationID() async throws {
        let frame = Frame(.probe())
        let theirs = "11111111-1111-4111-8111-111111111111"
        let good = try await frame.send(.get, "/probe", [.xCorrelationID: theirs])
        #expect(good.status == .ok)
        #expect(good.headers[.xCorrelationID] == "01010101-0101-4101-8101-010101010101")
        let bad = try await frame.send(.get, "/nowhere")
        #expect(bad.headers[.xCorrelationID]?.isEmpty == false)
        #expect(bad.text.contains(try #require(bad.headers[.xCorrelationID])))
    }

    @Test func tellsProblemsAsRFC9457Has() async throws {
        let answer = try await Frame(.probe()).send(.get, "/nowhere")
        #expect(answer.status == .notFound)
        #expect(answer.headers[.contentType] == "application/problem+json")
        let problem = try StrictJSON.parse(Array(answer.text.utf8)).object
        #expect(problem?["status"]?.integer == 404)
        #expect(problem?["code"] == "not_found")
        #expect(problem?["type"] == "urn:ontrackio:problem:not_found")
        #expect(problem?["title"]?.string == ProblemCode.notFound.title)
    }

    @Test func showsAPageToBrowsers() async throws {
        let answer = try await Frame(.probe()).send(.get, "/nowhere", [.accept: "text/html,*/*"])
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text == "<p>not_found</p>")
    }

    /// attacks 5.3 #24.
    @Test func tellsBrowsersWhatNotToDo() async throws {
        var frame = Frame(.probe(endpoint: .open { _ in .html("<p>hi</p>") }))
        let plain = try await frame.send(.get, "/probe")
        let own = ["style-src", "img-src", "script-src", "connect-src", "form-action"].map { "\($0) 'self'" }
        let nobody = ["frame-ancestors 'none'", "base-uri 'none'"]
        let policy = (["default-src 'none'"] + own + nobody).joined(separator: "; ")
        #expect(plain.headers[.contentSecurityPolicy] == policy)
        #expect(plain.headers[.xContentTypeOptions] == "nosniff")
        #expect(plain.headers[.cacheControl] == "no-store")
        #expect(plain.headers[.referrerPolicy] == "same-origin")
        #expect(plain.headers[.crossOriginOpenerPolicy] == "same-origin")
        #expect(plain.headers[.crossOriginResourcePolicy] == "same-origin")
        #expect(plain.headers[.strictTransportSecurity] == nil)
        frame.publicURL = "https://localhost"
        let secure = try await frame.send(.get, "/probe")
        #expect(secure.headers[.strictTransportSecurity] == "max-age=63072000")
    }

    /// attacks 5.7 #76: no origin is ever allowed anything, whatever it says it is.
    @Test(arguments: ["http://localhost", "null", "https://evil.example", "http://localhost.evil.example"])
    func answersNoPreflight(origin: String) async throws {
        let answer = try await Frame(.probe()).send(
            .options,
            "/probe",
            [.origin: origin, .accessControlRequestMethod: "POST"]
        )
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.headers[.allow] == "GET, HEAD")
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
        #expect(answer.headers[.accessControlAllowCredentials] == nil)
    }

    /// attacks 5.7 #73.
    @Test(arguments: [
        "https://id.example.com", "http://localhost:8080", "https://localhost:8443",
    ])
    func refusesAnotherHost(publicURL: String) async throws {
        var frame = Frame(.probe())
        frame.publicURL = publicURL
        #expect(try await frame.send(.get, "/probe").status == .misdirectedRequest)
    }

    @Test func refusesASecondHost() async throws {
        let host = try #require(HTTPField.Name("Host"))
        #expect(try await Frame(.probe()).send(.get, "/probe", [host: "localhost"]).status == .misdirectedRequest)
    }

    @Test func ignoresForwardedHosts() async throws {
        let frame = Frame(.probe(.get, "/w/{workspace}/x", endpoint: .browserSession(nil) { _, _, _ in .noContent }))
        let answer = try await frame.send(
            .get,
            "/w/acme/x",
            [try #require(HTTPField.Name("X-Forwarded-Host")): "evil.example"]
        )
        #expect(answer.headers[.location] == "/w/acme/sign-in?return_to=%2Fw%2Facme%2Fx")
    }

    /// attacks 5.7 #74.
    @Test(arguments: [
        "/probe/", "//probe", "/./probe", "/x/../probe", "/%70robe", "/probe%00", "/probe;x", "/probe%2f", "/probe.",
    ])
    func refusesPathsThatAreNotPlain(path: String) async throws {
        #expect(try await Frame(.probe()).send(.get, path).status == .badRequest)
    }

    @Test func isExactAboutCase() async throws {
        #expect(try await Frame(.probe()).send(.get, "/Probe").status == .notFound)
    }

    @Test func refusesDoubledQueryParameters() async throws {
        #expect(try await Frame(.probe()).send(.get, "/probe?a=1").status == .ok)
        #expect(try await Frame(.probe()).send(.get, "/probe?a=1&a=2").status == .badRequest)
    }

    @Test(arguments: ["Content-Length", "Authorization", "Content-Type", "Origin", "Sec-Fetch-Site"])
    func refusesDoubledFields(name: String) async throws {
        let name = try #require(HTTPField.Name(name))
        var headers = HTTPFields()
        headers.append(HTTPField(name: name, value: "1"))
        headers.append(HTTPField(name: name, value: "1"))
        #expect(try await Frame(.probe()).send(.get, "/probe", headers).status == .badRequest)
    }

    /// attacks 5.3 #21: another method than the one in the first line is never used.
    @Test func ignoresMethodOverrides() async throws {
        let frame = Frame(.probe(.post, "/probe"), .probe(.delete, "/probe", endpoint: .open { _ in .noContent }))
        let answer = try await frame.send(
            .post,
            "/probe",
            [
                try #require(HTTPField.Name("X-HTTP-Method-Override")): "DELETE",
                try #require(HTTPField.Name("X-Method-Override")): "DELETE",
            ]
        )
        #expect(answer.status == .ok)
    }

    @Test func answersHEADWithoutABody() async throws {
        let answer = try await Frame(.probe()).send(.head, "/probe")
        #expect(answer.status == .ok)
        #expect(answer.text.isEmpty)
        #expect(answer.headers[.contentLength] == "19")
    }

    @Test func givesUpWhenTheTimeIsOver() async throws {
        var frame = Frame(
            .probe(
                endpoint: .open { _ in
                    try await StillClock().sleep(until: .distantFuture)
                    return .noContent
                }
            )
        )
        frame.clock = EagerClock()
        let answer = try await frame.send(.get, "/probe")
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.text.contains("timed_out"))
    }

    @Test func tellsNothingOfAFault() async throws {
        struct Leak: Error { let password = "hunter2" }
        let answer = try await Frame(.probe(endpoint: .open { _ in throw Leak() })).send(.get, "/probe")
        #expect(answer.status == .internalServerError)
        #expect(!answer.text.contains("hunter2"))
        #expect(answer.text.contains("internal_error"))
    }

    @Test func countsByRouteAndClass() async throws {
        let frame = Frame(.probe())
        _ = try await frame.send(.get, "/probe")
        _ = try await frame.send(.get, "/nowhere-\(1)")
        let text = frame.metrics.text()
        #expect(text.contains(#"gateway_http_requests_total{route="probeGET/probe",method="GET",class="2xx"} 1"#))
        #expect(text.contains(#"gateway_http_requests_total{route="none",method="GET",class="4xx"} 1"#))
        #expect(text.contains("gateway_http_requests_in_flight 0"))
        #expect(!text.contains("nowhere"))
    }

    /// attacks 5.7 #75.
    @Test func writesNoSecondHeaderLine() async throws {
        let answer = try await Frame(
            .probe(endpoint: .open { _ in Answer(.seeOther, headers: [.location: "/a\r\nSet-Cookie: x=1"]) })
        ).send(.get, "/probe")
        #expect(answer.headers[.setCookie] == nil)
        #expect(answer.headers[.location]?.contains("\n") == false)
    }
}
