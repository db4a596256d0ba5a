import Encoding
import Testing

@Suite struct Base64Tests {
    // attacks 5.4 #35
    @Test(
        arguments: [
            ("YQ", EncodingError.wrongPadding),
            ("YQ=", .wrongPadding),
            ("YQ===", .wrongPadding),
            ("YQ====", .wrongPadding),
            ("Y===", .wrongPadding),
            ("=", .wrongPadding),
            ("====", .wrongPadding),
            ("=YQ=", .wrongPadding),
            ("YQ=Q", .wrongPadding),
            ("YWJj====", .wrongPadding),
            // Two texts, one behind the other.
            ("YQ==YQ==", .wrongPadding),
            ("YQ==YWJj", .wrongPadding),
            ("YR==", .nonZeroTrailingBits),
            ("Yf==", .nonZeroTrailingBits),
            ("YWJ=", .nonZeroTrailingBits),
            ("YWL=", .nonZeroTrailingBits),
            ("--__", .foreignCharacter),
            ("YW.j", .foreignCharacter),
            ("YW\u{0}j", .foreignCharacter),
            ("YWJ\n", .foreignCharacter),
            ("YWJ ", .foreignCharacter),
            ("ＹＱ==", .foreignCharacter),
            ("YWJj\n", .wrongPadding),
            ("\nYWJj", .wrongPadding),
        ] as [(String, EncodingError)]
    )
    func refusesAllButTheCanonicalText(text: String, error: EncodingError) {
        #expect(throws: error) { try Base64.decode(text) }
    }

    @Test(arguments: [
        "YWJjZA==", "YWJj\nZA==", "YWJj\r\nZA==\r\n", "  YW Jj\tZA==", "Y W J j Z A = =", "\n\n\nYWJjZA==\n",
    ])
    func skipsWhiteSpaceWhereItIsTold(text: String) throws {
        #expect(try Base64.decode(text, ignoringWhitespace: true) == Array("abcd".utf8))
    }

    /// White space is the four characters of XML and JSON; what else looks empty is a character.
    @Test(
        arguments: [
            ("YWJ\u{0B}", EncodingError.foreignCharacter),
            ("YWJ\u{0C}", .foreignCharacter),
            ("YW\u{A0}", .foreignCharacter),
            ("Y\u{2028}", .foreignCharacter),
            ("Y\u{FEFF}", .foreignCharacter),
            ("YWJ\u{0}", .foreignCharacter),
            ("YQ = ", .wrongPadding),
            ("YR ==", .nonZeroTrailingBits),
            ("YQ==\nYQ==", .wrongPadding),
        ] as [(String, EncodingError)]
    )
    func skipsNothingElse(text: String, error: EncodingError) {
        #expect(throws: error) { try Base64.decode(text, ignoringWhitespace: true) }
    }

    @Test func nothingButWhiteSpaceIsNothing() throws {
        #expect(try Base64.decode(" \t\r\n", ignoringWhitespace: true) == [])
    }
}
