import Testing

@testable import GatewayHTTP

/// attacks 5.7 #74 and #75.
@Suite struct PathTests {
    @Test(arguments: [
        ("/", []), ("/w/acme", ["w", "acme"]), ("/.well-known/jwks.json", [".well-known", "jwks.json"]),
        ("/w/acme/x_y-z~1", ["w", "acme", "x_y-z~1"]), ("/w/a/scim/v2/$x:y@z", ["w", "a", "scim", "v2", "$x:y@z"]),
    ])
    func readsPlainPaths(text: String, segments: [String]) {
        #expect(LiteralPath(Array(text.utf8))?.segments == segments)
    }

    @Test(arguments: [
        "", "w/acme", "//", "//evil", "/w//acme", "/w/acme/", "/w/.", "/w/..", "/w/../x", "/w/acme.", "/w/%61cme",
        "/w/acme%2fadmin", "/w/acme%00", "/w/acme;x=1", "/w/..;/x", "/w\\acme", "/w/a b", "/w/a\u{0}b", "/w/ä",
        "/w/a\nb", "/w/a?b", "/w/a#b", "*", "http://evil/w/acme", "/w/a+b", "/w/a,b",
    ])
    func refusesPathsThatCouldMeanTwoThings(text: String) {
        #expect(LiteralPath(Array(text.utf8)) == nil)
    }

    @Test func refusesPathsThatAreTooLong() {
        let text = "/" + String(repeating: "a", count: LiteralPath.maximumBytes)
        #expect(LiteralPath(Array(text.utf8.dropLast())) != nil)
        #expect(LiteralPath(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["/", "/w/acme/account", "/w/acme/account?tab=1&x=%2F"])
    func sendsPeopleToOwnPaths(text: String) {
        #expect(LocalPath(text)?.description == text)
    }

    @Test(arguments: [
        "", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "/w/../..",
        "/w\r\nSet-Cookie: a=b", "/w?x=\r\n", "/w?x=ä", "/w#x", " /w", "/w /", "/%2f/evil", "http:/w",
    ])
    func sendsNobodyElsewhere(text: String) {
        #expect(LocalPath(text) == nil)
    }

    @Test func addsToAPathsQuery() throws {
        let path = try #require(LocalPath("/w/acme/sign-in"))
        #expect(path.adding("return_to", "/w/acme?a=b").description == "/w/acme/sign-in?return_to=%2Fw%2Facme%3Fa%3Db")
        #expect(path.adding("a", "1").adding("b", "2").description == "/w/acme/sign-in?a=1&b=2")
    }

    @Test(arguments: [
        ("https://id.example.com", "id.example.com", "https://id.example.com", true),
        ("https://id.example.com/", "id.example.com", "https://id.example.com", true),
        ("https://id.example.com:443", "id.example.com", "https://id.example.com", true),
        ("https://id.example.com:8443", "id.example.com:8443", "https://id.example.com:8443", true),
        ("http://localhost:8080", "localhost:8080", "http://localhost:8080", false),
        ("http://127.0.0.1:80", "127.0.0.1", "http://127.0.0.1", false),
        ("http://[::1]:8080", "[::1]:8080", "http://[::1]:8080", false),
    ])
    func readsPublicAddresses(text: String, authority: String, origin: String, isSecure: Bool) throws {
        let url = try PublicURL(text)
        #expect(url.authority == authority)
        #expect(url.description == origin)
        #expect(url.isSecure == isSecure)
    }

    @Test(arguments: [
        ("ftp://id.example.com", PublicURL.Flaw.scheme), ("id.example.com", .scheme),
        ("HTTPS://id.example.com", .scheme),
        ("http://id.example.com", .plaintext), ("http://10.0.0.1", .plaintext),
        ("http://localhost.example", .plaintext),
        ("https://id.example.com/path", .notAnOrigin), ("https://id.example.com?x", .notAnOrigin),
        ("https://user@id.example.com", .notAnOrigin), ("https://id.example.com#x", .notAnOrigin),
        ("https://good\\@evil", .notAnOrigin), ("https://", .host), ("https://ID.example.com", .host),
        ("https://id..example", .host), ("https://id.example.com.", .host), ("https://id.example.com:", .host),
        ("https://id.example.com:0", .host), ("https://id.example.com:65536", .host), ("https://-id.example", .host),
        ("https://idé.example", .host), ("https://[::g]", .host), ("https://id example", .host),
    ])
    func refusesPublicAddressesThatAreNone(text: String, flaw: PublicURL.Flaw) {
        #expect(throws: flaw) { try PublicURL(text) }
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:0", "[::1]:0"), ("localhost:65535", "localhost:65535"),
    ])
    func readsListenAddresses(text: String, description: String) {
        #expect(ListenAddress(text)?.description == description)
    }

    @Test(arguments: ["", ":8080", "localhost", "localhost:", "localhost:x", "::1:8080", "[::g]:1", "a:65536", "a b:1"])
    func refusesListenAddressesThatAreNone(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
