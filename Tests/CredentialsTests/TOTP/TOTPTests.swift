import Secrets
import Testing

@testable import Credentials

/// One-time passwords by RFC 4226 and RFC 6238.
@Suite struct TOTPTests {
    /// The secret of both RFCs' tables.
    private static let key = Array("12345678901234567890".utf8)

    private func secret() throws -> TOTPSecret { try #require(TOTPSecret(Self.key)) }

    /// RFC 4226 appendix D.
    @Test(
        arguments: [
            (0, 1_284_755_224, "755224"), (1, 1_094_287_082, "287082"), (2, 137_359_152, "359152"),
            (3, 1_726_969_429, "969429"), (4, 1_640_338_314, "338314"), (5, 868_254_676, "254676"),
            (6, 1_918_287_922, "287922"), (7, 82_162_583, "162583"), (8, 673_399_871, "399871"),
            (9, 645_520_489, "520489"),
        ] as [(UInt64, UInt32, String)]
    )
    func countsAsTheTableSays(counter: UInt64, truncated: UInt32, digits: String) {
        #expect(HOTP.truncated(Self.key, counter: counter) == truncated)
        #expect(HOTP.digits(Self.key, counter: counter, count: 6) == Array(digits.utf8))
    }

    /// RFC 6238 appendix B, the rows of SHA-1. Their eight digits end in our six.
    @Test(
        arguments: [
            (59, 0x1, "94287082"), (1_111_111_109, 0x23523EC, "07081804"), (1_111_111_111, 0x23523ED, "14050471"),
            (1_234_567_890, 0x273EF07, "89005924"), (2_000_000_000, 0x3F940AA, "69279037"),
            (20_000_000_000, 0x27BC86AA, "65353130"),
        ] as [(Int, Int64, String)]
    )
    func tellsTheTimeAsTheTableSays(seconds: Int, step: Int64, digits: String) throws {
        #expect(TOTP.step(at: seconds) == step)
        #expect(HOTP.digits(Self.key, counter: UInt64(step), count: 8) == Array(digits.utf8))
        let code = try #require(TOTPCode(String(digits.suffix(6))))
        #expect(TOTP.step(of: code, by: try secret(), at: seconds) == step)
    }

    /// attacks 5.2 #12: one step before and one after, no more.
    @Test(arguments: [
        (-31, false), (-30, true), (-1, true), (0, true), (29, true), (30, true), (59, true), (60, false),
    ])
    func takesTheNeighboursOfTheStep(late: Int, isTaken: Bool) throws {
        // The first second of a step.
        let moment = 1_111_111_110
        let code = try #require(TOTPCode("050471"))
        #expect(TOTP.step(of: code, by: try secret(), at: moment + late) == (isTaken ? 0x23523ED : nil))
    }

    @Test func refusesAnotherSecretsCode() throws {
        let other = try #require(TOTPSecret([UInt8](repeating: 1, count: TOTPSecret.byteCount)))
        #expect(TOTP.step(of: try #require(TOTPCode("050471")), by: other, at: 1_111_111_111) == nil)
    }

    /// Where two steps of the window have one code, the later one is spent, so that it can't come again.
    @Test func spendsTheLaterOfTwoStepsWithOneCode() throws {
        let secret = try secret()
        let digits = { (step: Int64) in HOTP.digits(Self.key, counter: UInt64(step), count: 6) }
        // The first step of this secret that has the code of its neighbour.
        let step: Int64 = 910_737
        #expect(digits(step) == digits(step + 1))
        let code = try #require(TOTPCode(String(decoding: digits(step), as: UTF8.self)))
        #expect(TOTP.step(of: code, by: secret, at: Int(step) * TOTP.stepSeconds) == step + 1)
    }

    /// attacks 5.2 #14.
    @Test(arguments: [
        "", "12345", "1234567", "+12345", "-12345", " 12345", "12345 ", "123 456", "12345\n", "12345\0", "1234５6",
        "１２３４５６", "٠١٢٣٤٥", "0x1234", "12e456", "12345a", "1.2345", "123456123456", "\u{FEFF}123456",
    ])
    func refusesWhatIsNotSixDigits(text: String) {
        #expect(TOTPCode(text) == nil)
    }

    @Test(arguments: ["000000", "012345", "999999"])
    func takesSixDigits(text: String) {
        #expect(TOTPCode(text)?.digits == Array(text.utf8))
    }

    @Test(arguments: [0, 10, 19, 21, 64])
    func takesSecretsOfOneLength(bytes: Int) {
        #expect(TOTPSecret([UInt8](repeating: 7, count: bytes)) == nil)
    }

    @Test func writesTheKeyURI() throws {
        let uri = TOTPKeyURI.make(try secret(), issuer: "Acme & Söhne: EU", account: "ada+x@acme.example")
        #expect(
            uri.expose() == "otpauth://totp/Acme%20%26%20S%C3%B6hne%20EU:ada%2Bx%40acme.example"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20%26%20S%C3%B6hne%20EU"
                + "&algorithm=SHA1&digits=6&period=30"
        )
        #expect(!"\(uri)".contains("GEZD"))
    }

    @Test func cutsLongNamesBetweenCharacters() throws {
        let uri = TOTPKeyURI.make(try secret(), issuer: String(repeating: "é", count: 100), account: "a").expose()
        let issuer = try #require(uri.split(separator: "/").last?.split(separator: ":").first)
        #expect(issuer == Substring(String(repeating: "%C3%A9", count: TOTPKeyURI.maximumNameBytes / 2)))
    }
}
