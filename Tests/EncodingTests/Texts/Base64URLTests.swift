import Encoding
import Testing

@Suite struct Base64URLTests {
    // attacks 5.4 #35
    @Test(
        arguments: [
            // `YQ` is "a"; each of these says nearly the same.
            ("YQ==", EncodingError.foreignCharacter),
            ("YQ=", .foreignCharacter),
            ("YQ===", .foreignCharacter),
            ("=", .foreignCharacter),
            ("YQ ", .foreignCharacter),
            (" YQ", .foreignCharacter),
            ("Y Q", .foreignCharacter),
            ("YQ\n", .foreignCharacter),
            ("YQ\r\n", .foreignCharacter),
            ("YQ\t", .foreignCharacter),
            ("YQ\u{0}", .foreignCharacter),
            ("YQ.", .foreignCharacter),
            // The other alphabet, and characters that look like one of ours.
            ("++//", .foreignCharacter),
            ("Y%51", .foreignCharacter),
            ("ＹＱ", .foreignCharacter),
            ("YQ\u{301}", .foreignCharacter),
            ("\u{FEFF}YQ", .foreignCharacter),
            // 4n + 1 characters carry 6 bits too many for n bytes more.
            ("Y", .impossibleLength),
            ("A", .impossibleLength),
            ("YWJjY", .impossibleLength),
            // RFC 4648 section 3.5: `YR`, `YS` … would all be "a", `YWJ` "ab".
            ("YR", .nonZeroTrailingBits),
            ("YS", .nonZeroTrailingBits),
            ("YY", .nonZeroTrailingBits),
            ("Yf", .nonZeroTrailingBits),
            ("YWJ", .nonZeroTrailingBits),
            ("YWK", .nonZeroTrailingBits),
            ("YWJjYR", .nonZeroTrailingBits),
        ] as [(String, EncodingError)]
    )
    func refusesAllButTheOneText(text: String, error: EncodingError) {
        #expect(throws: error) { try Base64URL.decode(text) }
        #expect(throws: error) { try Base64URL.decode(utf8: Array(text.utf8)[...]) }
    }

    /// Of all texts of two characters, those that are read are written alike: 256 of 4,096, one for each byte.
    @Test func hasOneTextForEachByte() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        var read: Set<[UInt8]> = []
        var count = 0
        for first in alphabet {
            for second in alphabet {
                let text = "\(first)\(second)"
                guard let bytes = try? Base64URL.decode(text) else { continue }
                #expect(Base64URL.encode(bytes) == text)
                read.insert(bytes)
                count += 1
            }
        }
        #expect(count == 256)
        #expect(read.count == 256)
    }

    @Test func takesNoByteOutsideItsAlphabet() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        for byte in UInt8.min...UInt8.max {
            let text: [UInt8] = [byte, UInt8(ascii: "A"), UInt8(ascii: "A"), UInt8(ascii: "A")]
            #expect(((try? Base64URL.decode(utf8: text[...])) != nil) == alphabet.contains(byte), "byte \(byte)")
        }
    }

    @Test func readsAPartOfALongerText() throws {
        let token = Array("YQ.YWI.YWJj".utf8)
        #expect(try Base64URL.decode(utf8: token[3..<6]) == Array("ab".utf8))
        #expect(try Base64URL.decode(utf8: token[7...]) == Array("abc".utf8))
        #expect(try Base64URL.decode(utf8: token[2..<2]) == [])
    }
}
