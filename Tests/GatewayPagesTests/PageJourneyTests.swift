import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import SignIn
import Testing
import Workspaces

@testable import GatewayPages

/// A person at the pages, without a script.
@Suite struct PageJourneyTests {
    private let scene: Scene
    private let routes: [Route]
    private let pages: PageRenderer

    init() async throws {
        let pages = try PageRenderer()
        let scene = try await Scene()
        self.pages = pages
        self.scene = scene
        routes = scene.pageRoutes(pages)
    }

    private func get(_ path: String, cookie: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "text/html"]
        headers[.cookie] = cookie
        return try await scene.send(routes, .get, path, headers) { [pages] in pages.errorAnswer($0) }
    }

    private func post(_ path: String, _ form: String, cookie: String? = nil, origin: String = "http://localhost")
        async throws -> TestResponse
    {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .origin: origin]
        headers[.cookie] = cookie
        return try await scene.send(routes, .post, path, headers, body: form) { [pages] in pages.errorAnswer($0) }
    }

    private func signIn(returnTo: String = "", cookie: String? = nil) async throws -> TestResponse {
        let password = Scene.password.replacing(" ", with: "+")
        let form = "email=ada%40acme.example&password=\(password)&return_to=\(returnTo)"
        return try await post("/w/acme/sign-in", form, cookie: cookie)
    }

    private func cookie(of answer: TestResponse) throws -> String {
        try String(#require(answer.headers[.setCookie]?.split(separator: ";").first))
    }

    @Test func asksOneQuestionAtATime() async throws {
        #expect(try await get("/w/acme/sign-in").text.contains(#"type="email""#))
        // The second question is the same whether there is somebody of that address or nobody.
        let known = try await post("/w/acme/sign-in", "email=ada%40acme.example")
        let unknown = try await post("/w/acme/sign-in", "email=eve%40acme.example")
        #expect(known.status == .ok)
        #expect(known.text.contains(#"type="password""#))
        #expect(known.text.replacing("ada@", with: "eve@").replacing("ada%40", with: "eve%40") == unknown.text)
        #expect(try await post("/w/acme/sign-in", "email=nonsense").status == .unprocessableContent)
        #expect(try await post("/w/acme/sign-in", "email=a%40b.c&password=").status == .unprocessableContent)
    }

    @Test func signsInAndOut() async throws {
        let answer = try await signIn()
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/w/acme/account")
        let cookie = try cookie(of: answer)
        let account = try await get("/w/acme/account", cookie: cookie)
        #expect(account.status == .ok)
        #expect(account.text.contains("Ada Lovelace"))
        #expect(account.headers[.cacheControl] == "no-store")
        #expect(try await get("/w/acme/sign-in", cookie: cookie).headers[.location] == "/w/acme/account")
        let out = try await post("/w/acme/sign-out", "", cookie: cookie)
        #expect(out.headers[.location] == "/w/acme/sign-in?signed_out=1")
        #expect(out.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await get("/w/acme/account", cookie: cookie).status == .seeOther)
        #expect(scene.storage.actions(in: scene.acme.id) == ["session.signed_in", "session.ended"])
    }

    @Test func saysTheSameToEveryWrongSecret() async throws {
        let known = try await post("/w/acme/sign-in", "email=ada%40acme.example&password=wrong")
        let unknown = try await post("/w/acme/sign-in", "email=eve%40acme.example&password=wrong")
        #expect(known.status == .unauthorized)
        #expect(known.headers[.setCookie] == nil)
        #expect(known.text.replacing("ada@", with: "eve@").replacing("ada%40", with: "eve%40") == unknown.text)
        #expect(known.text.contains(#"role="alert""#))
        #expect(!known.text.contains("wrong"))
    }

    /// attacks 5.3 #19: a new cookie at each sign-in, whatever the browser brings, and the session before is over.
    @Test func changesTheCookieAtEachSignIn() async throws {
        let name = try cookie(of: try await signIn()).prefix { $0 != "=" }
        let planted = "\(name)=planted"
        let first = try cookie(of: try await signIn(cookie: planted))
        #expect(first != planted)
        let second = try cookie(of: try await signIn(cookie: first))
        #expect(second != first)
        #expect(try await get("/w/acme/account", cookie: first).status == .seeOther)
        #expect(try await get("/w/acme/account", cookie: second).status == .ok)
    }

    @Test(arguments: [
        ("%2Fw%2Facme%2Faccount%3Fdone%3Dsession_ended", "/w/acme/account?done=session_ended"),
        ("%2Fw%2Fglobex%2Faccount", "/w/acme/account"),
        ("https%3A%2F%2Fevil.example", "/w/acme/account"), ("%2F%2Fevil.example", "/w/acme/account"),
        ("%2Fw%2Facme%2F..%2F..%2Fevil", "/w/acme/account"), ("%2Fw%2Facme%2Fsign-in", "/w/acme/account"),
        ("%2F%5Cevil.example", "/w/acme/account"), ("%2Fw%2Facme%2Fx%0D%0ASet-Cookie%3Aa%3Db", "/w/acme/account"),
    ])
    func goesWhereOneWantedToWithinTheWorkspace(returnTo: String, location: String) async throws {
        #expect(try await signIn(returnTo: returnTo).headers[.location] == location)
    }

    @Test func endsAnotherSession() async throws {
        let here = try cookie(of: try await signIn())
        let there = try cookie(of: try await signIn())
        let sessions = try await scene.useCases.listSessions(of: scene.owner.id, in: scene.acme.id)
        let other = try #require(sessions.last?.id)
        let path = "/w/acme/account/sessions/\(other)/end"
        let done = try #require(try await post(path, "", cookie: here).headers[.location])
        #expect(done.hasPrefix("/w/acme/account?done=session_ended&mark="))
        #expect(try await get("/w/acme/account", cookie: there).status == .seeOther)
        #expect(try await get(done, cookie: here).text.contains(#"role="status""#))
        #expect(try await post("/w/acme/account/sessions/x/end", "", cookie: here).status == .notFound)
    }

    /// attacks 5.3 #21: neither in nor out at another site's wish.
    @Test(arguments: ["/w/acme/sign-in", "/w/acme/sign-out", "/"])
    func refusesFormsOfOtherSites(path: String) async throws {
        let answer = try await post(path, "email=ada%40acme.example", origin: "https://evil.example")
        #expect(answer.status == .forbidden)
        #expect(answer.text.contains("cross_site_request"))
    }

    @Test func changesNothingByALink() async throws {
        let cookie = try cookie(of: try await signIn())
        #expect(try await get("/w/acme/sign-out", cookie: cookie).text.contains(#"method="post""#))
        #expect(try await get("/w/acme/account", cookie: cookie).status == .ok)
    }

    @Test func leadsToTheWorkspace() async throws {
        #expect(try await get("/").status == .ok)
        #expect(try await post("/", "workspace=acme").headers[.location] == "/w/acme/sign-in")
        #expect(try await post("/", "workspace=Not+one").status == .unprocessableContent)
        #expect(try await get("/w/acme").headers[.location] == "/w/acme/account")
    }

    @Test func servesItsFiles() async throws {
        let style = try await get("\(Assets.folder)/style.css")
        #expect(style.headers[.contentType] == "text/css; charset=utf-8")
        #expect(style.headers[.cacheControl] == "public, max-age=31536000")
        #expect(try await get("/assets/old/style.css").headers[.cacheControl] == "no-store")
        #expect(try await get("\(Assets.folder)/other.css").status == .notFound)
    }

    @Test func tellsWhatWentWrong() async throws {
        let answer = try await get("/w/nobody/sign-in")
        #expect(answer.status == .notFound)
        #expect(answer.text.contains(try #require(answer.headers[.xCorrelationID])))
        #expect(answer.text.contains(#"href="/""#))
    }
}
