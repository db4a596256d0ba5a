import Secrets
import Testing

@testable import Outbound

@Suite struct MailDestinationTests {
    private func smtp(_ text: String) -> SMTPServer? {
        guard case .smtp(let server)? = MailDestination(text) else { return nil }
        return server
    }

    @Test func readsAServerWithTLSFromTheFirstOctet() throws {
        let server = try #require(smtp("smtps://user%40acme:p%3Aw@smtp.example.com"))
        #expect(server.host == "smtp.example.com")
        #expect(server.port == 465)
        #expect(server.isImplicitTLS)
        #expect(server.user == "user@acme")
        #expect(server.password?.expose() == "p:w")
        #expect(!server.mayBePlain)
    }

    @Test func asksForTLSUnlessTheMailStaysOnThisMachine() throws {
        #expect(try #require(smtp("smtp://smtp.example.com")).mayBePlain == false)
        #expect(try #require(smtp("smtp://smtp.example.com")).port == 587)
        #expect(try #require(smtp("smtp://localhost:2525")).mayBePlain)
        // A password never goes in clear.
        #expect(try #require(smtp("smtp://u:p@localhost:2525")).mayBePlain == false)
        #expect(try #require(smtp("smtp://127.0.0.1.evil.example")).mayBePlain == false)
    }

    @Test func readsAFolderAndAuthorities() throws {
        guard case .folder("/var/mail")? = MailDestination("file:///var/mail") else {
            Issue.record("no folder")
            return
        }
        #expect(try #require(smtp("smtps://smtp.example.com:2465?ca=/etc/ca.pem")).authorities == "/etc/ca.pem")
    }

    @Test(arguments: [
        "", "smtp.example.com", "http://smtp.example.com", "smtp://", "smtp://host:0", "smtp://host:99999",
        "smtp://host:x",
        "smtp://host/path", "smtp://u@host", "smtp://u:%zz@host", "smtp://ho st", "smtp://host?x=1",
        "smtp://host?ca=relative",
        "file://relative", "file:///", "smtp://host:25:26", "smtp://h\u{f6}st",
    ])
    func refusesWhatIsNoDestination(text: String) {
        #expect(MailDestination(text) == nil)
    }
}
