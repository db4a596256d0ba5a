import Encoding
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import GatewayHTTP

/// attacks 5.3 #21: cross-site requests, sign-in and sign-out included.
@Suite struct CrossSiteTests {
    /// What a browser says, and whether it may: on a secure address, on a loopback address without TLS.
    struct Case: Sendable {
        let origin: String?
        let site: String?
        let isSecure: Bool
        let isAllowed: Bool
    }

    private static let secure = "https://id.example.com"
    private static let plain = "http://localhost:8080"

    @Test(arguments: [
        Case(origin: secure, site: nil, isSecure: true, isAllowed: true),
        Case(origin: secure, site: "same-origin", isSecure: true, isAllowed: true),
        Case(origin: nil, site: "same-origin", isSecure: true, isAllowed: true),
        Case(origin: nil, site: "none", isSecure: true, isAllowed: true),
        Case(origin: plain, site: "same-origin", isSecure: false, isAllowed: true),
        Case(origin: nil, site: nil, isSecure: false, isAllowed: true),
        Case(origin: nil, site: nil, isSecure: true, isAllowed: false),
        Case(origin: "https://evil.example", site: nil, isSecure: true, isAllowed: false),
        Case(origin: "https://evil.example", site: "same-origin", isSecure: true, isAllowed: false),
        Case(origin: secure, site: "cross-site", isSecure: true, isAllowed: false),
        Case(origin: nil, site: "same-site", isSecure: true, isAllowed: false),
        Case(origin: "null", site: nil, isSecure: true, isAllowed: false),
        Case(origin: "null", site: "same-origin", isSecure: true, isAllowed: false),
        Case(origin: "https://id.example.com.evil.example", site: nil, isSecure: true, isAllowed: false),
        Case(origin: "https://id.example.com:8443", site: nil, isSecure: true, isAllowed: false),
        Case(origin: "http://id.example.com", site: nil, isSecure: true, isAllowed: false),
        Case(origin: "http://localhost:9999", site: nil, isSecure: false, isAllowed: false),
        Case(origin: nil, site: "cross-site", isSecure: false, isAllowed: false),
        Case(origin: nil, site: "SAME-ORIGIN", isSecure: true, isAllowed: false),
    ])
    func judgesUnsafeRequests(given: Case) throws {
        let guardian = CrossSiteGuard(publicURL: try PublicURL(given.isSecure ? Self.secure : Self.plain))
        var headers = HTTPFields()
        headers[.origin] = given.origin
        headers[.secFetchSite] = given.site
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            #expect(guardian.allows(headers, to: Self.page(method)) == given.isAllowed)
        }
        #expect(guardian.allows(headers, to: Self.page(.get)))
    }

    private static func page(_ method: HTTPRequest.Method) -> Route {
        .probe(method, "/w/{workspace}/probe", problemForm: .page, endpoint: .visitor { _, _, _ in .noContent })
    }

    /// A program sends neither header: let in where no cookie counts and no form is taken, and refused elsewhere.
    @Test func letsProgramsInWhereNoCookieCounts() throws {
        let guardian = CrossSiteGuard(publicURL: try PublicURL(Self.secure))
        let json = Route.probe(.post, body: .json(.object([])))
        let token = Route.probe(.delete, "/w/{workspace}/probe", endpoint: .bearer(nil) { _, _, _ in .noContent })
        let form = Route.probe(.post, body: .form([]))
        #expect(guardian.allows([:], to: json))
        #expect(guardian.allows([:], to: token))
        #expect(!guardian.allows([:], to: form))
        #expect(!guardian.allows([:], to: Self.page(.post)))
        // What says that it comes from another site is refused at each of them.
        for route in [json, token, form] {
            #expect(!guardian.allows([.origin: "https://evil.example"], to: route))
            #expect(!guardian.allows([.secFetchSite: "cross-site"], to: route))
        }
    }

    @Test func refusesAFormFromAnotherSite() async throws {
        let frame = Frame(
            .probe(
                .post,
                "/w/{workspace}/sign-out",
                problemForm: .page,
                endpoint: .visitor { _, _, _ in .noContent }
            )
        )
        let from = { (origin: String) -> HTTPFields in [.origin: origin, .cookie: "session-x=1"] }
        #expect(try await frame.send(.post, "/w/acme/sign-out", from("http://localhost")).status == .noContent)
        let refused = try await frame.send(.post, "/w/acme/sign-out", from("https://evil.example"))
        #expect(refused.status == .forbidden)
        #expect(refused.text == "<p>cross_site_request</p>")
    }

    /// A form of another site can send these types without asking first.
    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
        "application/json; a=b",
        "application/jsonp", "application/json, text/plain",
    ])
    func takesJSONAsJSONOnly(type: String) async throws {
        let frame = Frame(.probe(.post, "/probe", body: .json(.object([]))))
        #expect(try await frame.send(.post, "/probe", [.contentType: type], body: "{}").status == .unsupportedMediaType)
        for good in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"] {
            #expect(try await frame.send(.post, "/probe", [.contentType: good], body: "{}").status == .ok)
        }
    }
}
