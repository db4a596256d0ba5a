import Encoding
import Testing

/// RFC 3986 section 2.1, and forms as WHATWG's URL standard has them.
struct PercentCodingTests {
    @Test(arguments: [
        ("", ""),
        ("AZaz09-._~", "AZaz09-._~"),
        ("a b+c", "a%20b%2Bc"),
        ("100%", "100%25"),
        ("/?&=#:@", "%2F%3F%26%3D%23%3A%40"),
        ("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80"),
        ("\0\u{7F}", "%00%7F"),
    ])
    func writesAllButTheUnreserved(text: String, written: String) {
        #expect(PercentCoding.encode(text.utf8) == written)
        #expect(PercentCoding.decode(written.utf8) == Array(text.utf8))
        #expect(PercentCoding.decodeForm(written.utf8) == Array(text.utf8))
    }

    @Test func readsEveryOctetInEitherCase() {
        for octet in UInt8.min ... .max {
            let digits = String(octet, radix: 16)
            let padded = octet < 16 ? "0\(digits)" : digits
            #expect(PercentCoding.decode("%\(padded)".utf8) == [octet])
            #expect(PercentCoding.decode("%\(padded.uppercased())".utf8) == [octet])
            #expect(PercentCoding.decode(PercentCoding.encode([octet]).utf8) == [octet])
        }
    }

    /// Only in forms is a plus a space, and only where it is not escaped itself.
    @Test func readsAPlusByWhereItStands() {
        #expect(PercentCoding.decode("a+b%2Bc".utf8) == Array("a+b+c".utf8))
        #expect(PercentCoding.decodeForm("a+b%2Bc".utf8) == Array("a b+c".utf8))
    }

    /// What is read is not read again.
    @Test func readsOnce() {
        #expect(PercentCoding.decode("%2541".utf8) == Array("%41".utf8))
        #expect(PercentCoding.decodeForm("%252B".utf8) == Array("%2B".utf8))
    }

    /// A number may have a sign, an octet has none.
    @Test(arguments: ["%", "a%", "%4", "%%41", "%G0", "%0g", "% 41", "%+5", "%-0", "%4 1", "%u0041", "%４１", "%ａ0"])
    func refusesWhatIsNoEscape(text: String) {
        #expect(PercentCoding.decode(text.utf8) == nil)
        #expect(PercentCoding.decodeForm(text.utf8) == nil)
    }
}
