import Crypto
import Testing

@testable import Encoding

/// QR codes by ISO/IEC 18004.
@Suite struct QRCodeTests {
    /// A text of that many bytes, by a rule that others can repeat: letter `i` is the `7 i mod 26`-th.
    private func text(_ count: Int) -> String {
        String(decoding: (0..<count).map { UInt8(ascii: "a") + UInt8($0 * 7 % 26) }, as: UTF8.self)
    }

    private func picture(_ size: Int, _ isDark: (Int, Int) -> Bool) -> [UInt8] {
        (0..<size).flatMap { row in
            (0..<size).map { isDark(row, $0) ? UInt8(ascii: "#") : UInt8(ascii: ".") }
        }
    }

    /// Full symbols made by an independent encoder (segno 1.6.6, mode byte, level M), each with the mask that it chose: the
    /// first bytes of the SHA-256 of its modules as `#` and `.`. One byte more needs the next version.
    @Test(arguments: [
        (14, 1, 6, "90fbae2a0e80767aeca1ac3355863797"),
        (26, 2, 5, "15e3767b211bd7e74f3b1a6d7682d9c1"),
        (42, 3, 5, "91ccb8aa450b287ccb282f5a7baf3344"),
        (84, 5, 7, "2ad4fd56d973f4da2c9b897aeac14a16"),
        (106, 6, 2, "3ad32c89138cddafd4e5324509f2156b"),
        (122, 7, 4, "d3163cd0c50e0375a6560adb57094149"),
        (180, 9, 2, "6fce7f80e4bdf001c1fd62ff81cd4148"),
        (213, 10, 5, "33c51f1528819e15f35d0f909ff3510d"),
        (362, 14, 2, "cd73fdddc598c9819994c7ad0aaf9730"),
        (666, 20, 2, "b55fff9ac9dbdd824b98130ca4db7856"),
        (1_125, 27, 4, "bf6b2a57dceda51b239b23158b088a48"),
        (1_538, 32, 2, "69e36e67e7d93969ac712df997090240"),
        (1_911, 36, 2, "2e63122c139693ddafaf4108ca6e08a5"),
        (2_331, 40, 2, "7ee07f07a29989e2a0ab7996ac94ad55"),
    ])
    func drawsWhatAnIndependentEncoderDraws(bytes: Int, version: Int, mask: Int, digest: String) throws {
        let wanted = try #require(QRVersion.smallest(holding: bytes))
        #expect(wanted.number == version)
        #expect(QRVersion.smallest(holding: bytes + 1)?.number == (version == 40 ? nil : version + 1))
        let message = QRCodewords.message(Array(text(bytes).utf8), wanted)
        let matrix = QRMatrix(wanted, codewords: message).masked(try #require(QRMask(rawValue: mask)))
        let modules = picture(matrix.size) { matrix[$0, $1] }
        #expect(Hex.encode(SHA256.hash(data: modules).prefix(16)) == digest)
    }

    @Test func choosesTheMaskThatReadsBest() throws {
        let text = text(80)
        let version = try #require(QRVersion.smallest(holding: 80))
        let plain = QRMatrix(version, codewords: QRCodewords.message(Array(text.utf8), version))
        let code = try #require(QRCode(text))
        let chosen = picture(code.size) { code[$0, $1] }
        let scores = QRMask.allCases.map { QRPenalty.score(of: plain.masked($0)) }
        let best = try #require(scores.min())
        let match = QRMask.allCases.filter { mask in
            let masked = plain.masked(mask)
            return picture(masked.size) { masked[$0, $1] } == chosen
        }
        #expect(match.count == 1)
        #expect(match.map { scores[$0.rawValue] } == [best])
        #expect(Set(scores).count > 1)
    }

    @Test func refusesMoreThanTheLargestHolds() {
        #expect(QRCode(text(2_331))?.size == 177)
        #expect(QRCode(text(2_332)) == nil)
        #expect(QRCode("")?.size == 21)
    }

    /// Annex I: the codewords of the example, and their correction.
    @Test func correctsErrorsAsTheExampleDoes() throws {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        ]
        let correction = ReedSolomon.correction(of: data, by: ReedSolomon.generator(degree: 10))
        #expect(correction == [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55])
    }

    /// Section 7.9.1's example, mask 101 at level M, and annex D's, version 7.
    @Test func checksItsFormatAndItsVersion() {
        #expect(QRMatrix.withRemainder(of: 0b00101, bits: 10, by: 0x537) ^ 0x5412 == 0b100_0000_1100_1110)
        #expect(QRMatrix.withRemainder(of: 7, bits: 12, by: 0x1F25) == 0b00_0111_1100_1001_0100)
    }

    /// Annex E.
    @Test(arguments: [
        (1, []), (2, [6, 18]), (6, [6, 34]), (7, [6, 22, 38]), (14, [6, 26, 46, 66]), (21, [6, 28, 50, 72, 94]),
        (30, [6, 26, 52, 78, 104, 130]), (32, [6, 34, 60, 86, 112, 138]), (36, [6, 24, 50, 76, 102, 128, 154]),
        (39, [6, 26, 54, 82, 110, 138, 166]), (40, [6, 30, 58, 86, 114, 142, 170]),
    ])
    func alignsAsTheTableSays(version: Int, centers: [Int]) {
        #expect(QRVersion(number: version).alignmentCenters == centers)
    }

    /// Table 1 and table 7.
    @Test(arguments: [
        (1, 26, 14), (2, 44, 26), (7, 196, 122), (10, 346, 213), (14, 581, 362), (21, 1_156, 711), (40, 3_706, 2_331),
    ])
    func holdsWhatTheTableSays(version: Int, codewords: Int, bytes: Int) {
        #expect(QRVersion(number: version).codewordCount == codewords)
        #expect(QRVersion(number: version).capacity == bytes)
    }
}
