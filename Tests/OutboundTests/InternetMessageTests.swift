import FoundationEssentials
import Testing
import Workspaces

@testable import Outbound

@Suite struct InternetMessageTests {
    private static let id = UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

    private func lines(subject: String = "Hello", body: String = "One.\nTwo.") throws -> [String] {
        let message = MailMessage(
            id: Self.id,
            recipient: try #require(EmailAddress("ada@acme.example")),
            subject: subject,
            body: body,
            // 2026-11-26 is a Thursday.
            date: Date(unixSeconds: 1_795_692_245)
        )
        let sender = try #require(EmailAddress("no-reply@id.example"))
        let text = String(decoding: InternetMessage(message, from: sender).octets, as: UTF8.self)
        // Every line ends with CR LF, the last too.
        #expect(text.utf8.count { $0 == 0x0A } == text.utf8.count { $0 == 0x0D })
        return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
        }
    }

    @Test func writesHeadersAndAPlainBodyAsTheyAre() throws {
        #expect(
            try lines() == [
                "Date: Thu, 26 Nov 2026 11:24:05 +0000",
                "From: no-reply@id.example",
                "To: ada@acme.example",
                "Message-ID: <00010203-0405-0607-0809-0a0b0c0d0e0f@id.example>",
                "Subject: Hello",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 7bit",
                "",
                "One.",
                "Two.",
                "",
            ]
        )
    }

    @Test(arguments: ["Hi\r\nBcc: mallory@evil.example", "Hi\nBcc: mallory@evil.example", "Hi\rBcc: x", "Hi\u{0}"])
    func letsNoSubjectBeginAHeader(subject: String) throws {
        let lines = try lines(subject: subject)
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        #expect(lines.contains { $0.hasPrefix("Subject: =?UTF-8?B?") })
    }

    @Test func encodesASubjectInWordsOfAtMost75Characters() throws {
        let subject = String(repeating: "Grüße aus Zürich, ", count: 8)
        let lines = try lines(subject: subject)
        let start = try #require(lines.firstIndex { $0.hasPrefix("Subject:") })
        let words =
            [lines[start].dropFirst("Subject: ".count)]
            + lines[(start + 1)...].prefix { $0.hasPrefix(" ") }.map { $0.dropFirst() }
        #expect(words.count > 1)
        for word in words {
            #expect(word.utf8.count <= 75)
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
        }
    }

    @Test func encodesWhatIsNoASCIIAsQuotedPrintable() throws {
        let lines = try lines(body: "Größe = 3 \n\(String(repeating: "ä", count: 40))")
        let body = Array(lines[(try #require(lines.firstIndex(of: "")) + 1)...])
        #expect(body[0] == "Gr=C3=B6=C3=9Fe =3D 3=20")
        #expect(lines.contains("Content-Transfer-Encoding: quoted-printable"))
        #expect(body.allSatisfy { $0.utf8.count <= 76 })
        // A soft break ends with `=`; without it the line goes on.
        #expect(body[1].hasSuffix("="))
    }
}
