import HTTPTypes
import Secrets
import Testing
import Workspaces

@testable import GatewayHTTP

/// attacks 5.3 #20 and #23.
@Suite struct CookieTests {
    private func jar(_ fields: String...) -> CookieJar {
        var headers = HTTPFields()
        for field in fields { headers.append(HTTPField(name: .cookie, value: field)) }
        return CookieJar(headers)
    }

    @Test func readsCookies() {
        let jar = jar("a=1; b=x%20y", "c=")
        #expect(jar["a"] == "1")
        #expect(jar["b"] == "x%20y")
        #expect(jar["c"] == "")
        #expect(jar["d"] == nil)
    }

    @Test(arguments: [
        "a=1; a=2", "a=1; a=1", #"a="1""#, #"a="1"; a=1"#, "a=1; a=", "a=1 2", "a=1,2", "a=ä", "a=1\\2", "=1", "a",
    ])
    func hasNoValueWhereTwoCouldBeMeant(field: String) {
        #expect(jar(field)["a"] == nil)
    }

    @Test func hasNoValueWhereTwoFieldsSetIt() {
        #expect(jar("a=1", "a=2")["a"] == nil)
    }

    @Test func passesOverWhatIsNotOurs() {
        let jar = jar(#"$Version=1; a=1; $Path="/""#)
        #expect(jar["a"] == "1")
        #expect(jar.names == ["a"])
    }

    @Test func isBounded() {
        let long = String(repeating: "x", count: CookieJar.maximumBytes)
        #expect(jar("a=1; b=\(long)")["b"] == nil)
        #expect(jar("a=1; b=\(long)")["a"] == "1")
        let tooLong = String(repeating: "x", count: CookieJar.maximumTotalBytes)
        #expect(jar("a=1; b=\(tooLong)")["a"] == nil)
        let many = (0...CookieJar.maximumCount).map { "n\($0)=1" }.joined(separator: "; ")
        #expect(jar(many)["n\(CookieJar.maximumCount)"] == nil)
    }

    private func id(_ number: UInt8) throws -> WorkspaceID {
        try #require(WorkspaceID(bytes: [UInt8](repeating: number, count: 16)))
    }

    @Test func bindsCookiesToTheHostWhereItIsSecure() throws {
        let cookies = SessionCookies(for: try PublicURL("https://id.example.com"))
        let set = cookies.set(Secret("token"), for: try id(1), maximumAge: 60, having: [:])
        #expect(
            set.map(\.header) == [
                "__Host-session-01010101-0101-0101-0101-010101010101=token; "
                    + "Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
            ]
        )
        #expect(cookies.clear(try id(1)).header.contains("=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"))
    }

    @Test func letsPlainClientsWorkOnLoopback() throws {
        let cookies = SessionCookies(for: try PublicURL("http://localhost:8080"))
        let header = try #require(cookies.set(Secret("t"), for: try id(1), maximumAge: 1, having: [:]).first?.header)
        #expect(header == "session-01010101-0101-0101-0101-010101010101=t; Path=/; Max-Age=1; HttpOnly; SameSite=Lax")
    }

    @Test func readsTheCookieOfItsOwnWorkspaceOnly() throws {
        let cookies = SessionCookies(for: try PublicURL("http://localhost:8080"))
        let headers: HTTPFields = [.cookie: "session-01010101-0101-0101-0101-010101010101=t"]
        #expect(cookies.token(for: try id(1), in: headers) == "t")
        #expect(cookies.token(for: try id(2), in: headers) == nil)
    }

    @Test func takesTheOldestAwayBeyondTheBound() throws {
        let cookies = SessionCookies(for: try PublicURL("http://localhost:8080"))
        let held = try (1...9).map { (number: UInt8) in "session-\(try id(number))=t" }.joined(separator: "; ")
        let set = cookies.set(Secret("t"), for: try id(20), maximumAge: 1, having: [.cookie: "other=1; " + held])
        #expect(set.dropLast().map(\.header) == [cookies.clear(try id(1)).header, cookies.clear(try id(2)).header])
    }
}
