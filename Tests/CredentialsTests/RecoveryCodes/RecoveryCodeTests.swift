import Secrets
import Testing

@testable import Credentials

@Suite struct RecoveryCodeTests {
    private static let bytes: [UInt8] = [0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]

    private func code() throws -> RecoveryCode { try #require(RecoveryCode(Self.bytes)) }

    @Test func isShownInFourGroups() throws {
        #expect(try code().text.expose() == "ABCD-EFGH-IJKL-MNOP")
        #expect(!"\(try code().text)".contains("ABCD"))
    }

    /// attacks 5.2 #18: more than 64 random bits.
    @Test func hasEnoughBits() {
        #expect(RecoveryCode.byteCount * 8 >= 64)
    }

    @Test(arguments: [
        "ABCD-EFGH-IJKL-MNOP", "abcd-efgh-ijkl-mnop", "ABCDEFGHIJKLMNOP", " ABCD EFGH IJKL MNOP ",
        "aBcD--eFgHiJkLmNoP-",
    ])
    func isReadHoweverItIsTyped(text: String) throws {
        #expect(try RecoveryCode(typed: text)?.hash == code().hash)
    }

    @Test(arguments: [
        "", "ABCD-EFGH-IJKL", "ABCD-EFGH-IJKL-MNO", "ABCD-EFGH-IJKL-MNOPQ", "ABCD-EFGH-IJKL-MNO0",
        "ABCD-EFGH-IJKL-MNO1",
        "ABCD_EFGH_IJKL_MNOP", "ABCD\tEFGHIJKLMNOP", "ABCDEFGHIJKLMNOP=", "ＡBCD-EFGH-IJKL-MNOP", "ABCD–EFGH–IJKL–MNOP",
        "ABCDEFGHIJKLMNO\u{17F}", "ABCDEFGHIJ\u{212A}LMNOP",
    ])
    func isNothingElse(text: String) {
        #expect(RecoveryCode(typed: text) == nil)
    }

    @Test func isBoundedInLength() {
        let spaces = String(repeating: " ", count: RecoveryCode.maximumTypedBytes)
        #expect(RecoveryCode(typed: "ABCDEFGHIJKLMNOP" + spaces) == nil)
    }

    @Test(arguments: [0, 9, 11])
    func hasOneLength(bytes: Int) {
        #expect(RecoveryCode([UInt8](repeating: 1, count: bytes)) == nil)
    }
}
