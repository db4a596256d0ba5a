import Encoding
import Testing

@Suite struct Base32AndHexTests {
    @Test(
        arguments: [
            ("MY======", EncodingError.foreignCharacter),
            ("MZXQ====", .foreignCharacter),
            ("MZXW 6", .foreignCharacter),
            ("MZXW-6YTB", .foreignCharacter),
            ("MZXW6\n", .foreignCharacter),
            // 0, 1, 8 and 9 are not in the alphabet; nothing is read as O, I or B.
            ("M0", .foreignCharacter),
            ("M1", .foreignCharacter),
            ("M8", .foreignCharacter),
            ("M9", .foreignCharacter),
            // The Kelvin sign is not a K.
            ("M\u{212A}", .foreignCharacter),
            ("M", .impossibleLength),
            ("MZX", .impossibleLength),
            ("MZXW6Y", .impossibleLength),
            ("MZXW6YTBO", .impossibleLength),
            ("MZ", .nonZeroTrailingBits),
            ("MZXR", .nonZeroTrailingBits),
            ("MZXW7", .nonZeroTrailingBits),
            ("MZXW6YR", .nonZeroTrailingBits),
        ] as [(String, EncodingError)]
    )
    func refusesOtherBase32(text: String, error: EncodingError) {
        #expect(throws: error) { try Base32.decode(text) }
    }

    @Test(arguments: ["MZXW6YTBOI", "mzxw6ytboi", "mZxW6yTbOi"])
    func readsBase32InEitherCase(text: String) throws {
        #expect(try Base32.decode(text) == Array("foobar".utf8))
    }

    @Test(
        arguments: [
            ("6", EncodingError.impossibleLength),
            ("666", .impossibleLength),
            ("66 ", .impossibleLength),
            ("0x66", .foreignCharacter),
            ("6g", .foreignCharacter),
            ("6G", .foreignCharacter),
            ("+6", .foreignCharacter),
            ("-6", .foreignCharacter),
            ("6 ", .foreignCharacter),
            ("66:6f ", .foreignCharacter),
            ("６６", .foreignCharacter),
        ] as [(String, EncodingError)]
    )
    func refusesOtherHex(text: String, error: EncodingError) {
        #expect(throws: error) { try Hex.decode(text) }
    }

    @Test func readsHexInEitherCaseAndWritesLower() throws {
        #expect(try Hex.decode("00fFaB") == [0x00, 0xFF, 0xAB])
        #expect(Hex.encode([0x00, 0xFF, 0xAB]) == "00ffab")
    }

    /// Composed and decomposed letters are one for `==`, and two for every other program.
    @Test func sameBytesMeansBytes() {
        #expect("\u{E9}" == "e\u{301}")
        #expect(!"\u{E9}".hasSameBytes(as: "e\u{301}"))
        #expect("\u{E9}".hasSameBytes(as: "\u{E9}"))
        #expect(!"a".hasSameBytes(as: "ab"))
        #expect("".hasSameBytes(as: ""))
    }
}
