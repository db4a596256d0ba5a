import Encoding
import Testing

/// RFC 4648 section 10, with the padding that each of our forms has.
@Suite struct RFC4648VectorTests {
    struct Vector: Sendable {
        let plain: String
        let base64: String
        let base32: String
        let hex: String

        var bytes: [UInt8] { Array(plain.utf8) }
        var unpadded: String { base64.filter { $0 != "=" } }
    }

    static let vectors = [
        Vector(plain: "", base64: "", base32: "", hex: ""),
        Vector(plain: "f", base64: "Zg==", base32: "MY", hex: "66"),
        Vector(plain: "fo", base64: "Zm8=", base32: "MZXQ", hex: "666f"),
        Vector(plain: "foo", base64: "Zm9v", base32: "MZXW6", hex: "666f6f"),
        Vector(plain: "foob", base64: "Zm9vYg==", base32: "MZXW6YQ", hex: "666f6f62"),
        Vector(plain: "fooba", base64: "Zm9vYmE=", base32: "MZXW6YTB", hex: "666f6f6261"),
        Vector(plain: "foobar", base64: "Zm9vYmFy", base32: "MZXW6YTBOI", hex: "666f6f626172"),
    ]

    @Test(arguments: vectors)
    func writesTheVectors(_ vector: Vector) {
        #expect(Base64.encode(vector.bytes) == vector.base64)
        #expect(Base64URL.encode(vector.bytes) == vector.unpadded)
        #expect(Base32.encode(vector.bytes) == vector.base32)
        #expect(Hex.encode(vector.bytes) == vector.hex)
    }

    @Test(arguments: vectors)
    func readsTheVectors(_ vector: Vector) throws {
        #expect(try Base64.decode(vector.base64) == vector.bytes)
        #expect(try Base64URL.decode(vector.unpadded) == vector.bytes)
        #expect(try Base32.decode(vector.base32) == vector.bytes)
        #expect(try Hex.decode(vector.hex) == vector.bytes)
    }

    @Test func usesTheLastTwoCharactersOfEachAlphabet() throws {
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(try Base64.decode("++//") == [0xFB, 0xEF, 0xFF])
        #expect(try Base64URL.decode("--__") == [0xFB, 0xEF, 0xFF])
    }

    /// Lengths around every multiple that the three encodings group by, with all bits in use.
    @Test(arguments: 0...64)
    func readsBackWhatItWrote(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 0x5A) }
        #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(try Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        #expect(try Base32.decode(Base32.encode(bytes)) == bytes)
        #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
    }
}
