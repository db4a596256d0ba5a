import BoundedWorkers
import Foundation
import Testing
import Workspaces

@testable import Outbound

/// Mail handed to a real server (aiosmtpd), in each of the ways that operators choose between.
@Suite(.enabled(if: SMTPServerProgram.python != nil, "set SMTP_PYTHON to an interpreter with aiosmtpd"), .serialized)
struct SMTPTransportTests {
    private let workers = BoundedWorkers(name: "smtp-test", threads: 1, queue: 4)

    private func message(_ body: String = "Grüße\n.\n..leading dots stay\n") throws -> MailMessage {
        MailMessage(
            id: UUID(),
            recipient: try #require(EmailAddress("ada@acme.example")),
            subject: "Hello",
            body: body,
            date: Date(unixSeconds: 1_795_692_245)
        )
    }

    private func transport(_ url: String) throws -> SMTPTransport {
        guard case .smtp(let server)? = MailDestination(url) else { throw CancellationError() }
        let sender = try #require(EmailAddress("no-reply@id.example"))
        return SMTPTransport(server: server, sender: sender, workers: workers)
    }

    @Test(arguments: ["plain", "starttls", "tls", "login"])
    func handsAMailIn(mode: String) async throws {
        let program = try SMTPServerProgram(mode)
        defer { program.stop() }
        let login = mode == "login" ? "gateway:p%3Aw%40@" : ""
        let scheme = mode == "tls" ? "smtps" : "smtp"
        let transport = try transport("\(scheme)://\(login)localhost:\(program.port)?ca=\(program.authorities)")
        try await transport.send(message())
        let taken = try program.taken()
        #expect(taken["from"] as? String == "no-reply@id.example")
        #expect(taken["to"] as? [String] == ["ada@acme.example"])
        #expect(taken["tls"] as? Bool == (mode != "plain"))
        #expect(taken["user"] as? String == (mode == "login" ? "gateway" : ""))
        let content = try #require(taken["content"] as? String)
        #expect(content.contains("Gr=C3=BC=C3=9Fe\r\n.\r\n..leading dots stay\r\n"))
    }

    @Test func refusesACertificateOfNobodyItKnows() async throws {
        let program = try SMTPServerProgram("tls")
        defer { program.stop() }
        await #expect(throws: MailFailure.self) {
            try await transport("smtps://localhost:\(program.port)").send(message())
        }
    }

    @Test func sendsNoPasswordInClear() async throws {
        let program = try SMTPServerProgram("plain")
        defer { program.stop() }
        await #expect(throws: MailFailure.self) {
            try await transport("smtp://u:p@localhost:\(program.port)").send(message())
        }
    }

    @Test func tellsForGoodFromNotNow() async throws {
        for (mode, isForGood) in [("refusing", true), ("busy", false)] {
            let program = try SMTPServerProgram(mode)
            defer { program.stop() }
            let failure = await #expect(throws: MailFailure.self) {
                try await transport("smtp://localhost:\(program.port)").send(message())
            }
            if case .refused? = failure { #expect(isForGood) } else { #expect(!isForGood) }
        }
    }

    @Test func triesAgainLaterWhereOurOwnLoginIsRefused() async throws {
        let program = try SMTPServerProgram("login")
        defer { program.stop() }
        let failure = await #expect(throws: MailFailure.self) {
            try await transport("smtp://gateway:wrong@localhost:\(program.port)?ca=\(program.authorities)")
                .send(message())
        }
        guard case .postponed? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func triesAgainLaterWhereNobodyListens() async throws {
        let failure = await #expect(throws: MailFailure.self) {
            try await transport("smtp://localhost:1").send(message())
        }
        guard case .postponed? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }
}
