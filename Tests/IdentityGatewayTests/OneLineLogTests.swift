import Testing

@testable import identity_gateway

/// What strangers and databases say stays within its place in the log.
@Suite struct OneLineLogTests {
    @Test(arguments: ["GET", "192.0.2.7", "01010101-0101-4101-8101-010101010101", "/w/acme", "a,b"])
    func leavesPlainWordsAsTheyAre(text: String) {
        #expect(OneLineLogHandler.value(text) == text)
        #expect(OneLineLogHandler.line(text) == text)
    }

    @Test(
        arguments: [
            ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""), ("a\"b", "\"a\\\"b\""),
            ("a\nerror forged", "\"a\\nerror forged\""), ("a\u{2028}b", "\"a\u{2028}b\""), ("a\\", "\"a\\\\\""),
            ("a\u{1B}[31m", "\"a\\u001b[31m\""),
        ]
    )
    func quotesEverythingElse(text: String, quoted: String) {
        #expect(OneLineLogHandler.value(text) == quoted)
    }

    @Test func keepsAMessageOnItsLine() {
        #expect(OneLineLogHandler.line("Request failed") == "Request failed")
        #expect(OneLineLogHandler.line("Request\nfailed") == "\"Request\\nfailed\"")
    }
}
