import Secrets
import Testing

@testable import Credentials

@Suite
struct PasswordPolicyTests {
    private let ownNames = [
        "ada.lovelace@analytical.example", "analytical.example", "Ada Lovelace", "Acme Ltd", "acme",
    ]

    private func judge(_ typed: String, by policy: PasswordPolicy = PasswordPolicy()) throws {
        try policy.judge(NormalizedPassword(Secret(typed)), ownNames: ownNames)
    }

    @Test(arguments: [
        "lanterns over water",
        "vE7#kq29!TzpLw0",
        "purple tiger pizza guitar",
        "ada says the moth is in relay 70",
        "зимний сад у реки",
        "\u{E9}tourneaux br\u{FB}lants",
        "\u{1F980}\u{1F30B}\u{1F9ED}\u{1FA90}\u{1F9C3}\u{1F9FF}\u{1F995}\u{1F9C9}\u{1F3BB}\u{1F6F6}\u{1F9C5}\u{1F941}\u{1F5FF}\u{1F9F2}\u{1F98E}",
        "918273645509182 7",
        "$%&/()=?{[]}+*#~",
    ])
    func accepts(typed: String) throws {
        try judge(typed)
    }

    @Test(arguments: [
        ("", 0), ("a", 1), ("fourteen-chars", 14),
        ("\u{1F980}\u{1F30B}\u{1F9ED}", 3),
    ])
    func refusesTheShort(typed: String, characters: Int) {
        #expect(typed.unicodeScalars.count == characters)
        #expect(throws: PasswordPolicyViolation.tooShort(minimumCharacters: 15)) { try judge(typed) }
    }

    @Test(arguments: [
        "Password2024!!!", "P@ssw0rd-P@55word-1", "qwertyuiopasdfghjkl", "123456789012345", "987654321012345",
        "correct horse battery staple", "ThisIsMyPassword", "letmein-please-1", "changeme12345678",
        "Summer2025Summer", "iloveyou-forever", "administrator123", "abcdefghijklmno", "Welcome1Welcome!",
    ])
    func refusesTheCommon(typed: String) {
        #expect(throws: PasswordPolicyViolation.common) { try judge(typed) }
    }

    @Test(arguments: [
        "aaaaaaaaaaaaaaaa", "abababababababab", "Tr0ub4dor&3Tr0ub4dor&3", "xK9!xK9!xK9!xK9!x", "passwordpassword",
    ])
    func refusesTheRepetitive(typed: String) {
        #expect(throws: PasswordPolicyViolation.repetitive) { try judge(typed) }
    }

    @Test(arguments: [
        "adalovelace1815", "Lovelace-Ada-77", "ada.lovelace@analytical.example", "AcmeAnalytical1",
        "L0velace!L0velac3", "4d4 L0v3l4c3 acme", "analyticalanalytical2024",
    ])
    func refusesOnesOwnName(typed: String) {
        #expect(throws: PasswordPolicyViolation.ownName) { try judge(typed) }
    }

    /// A two-letter name is part of too many words.
    @Test
    func takesShortNamesForNothing() throws {
        let password = try NormalizedPassword(Secret("lightning in Lisbon"))
        try PasswordPolicy().judge(password, ownNames: ["Li", "Bo"])
    }

    @Test
    func staysAboveTheFloorOfTheGuideline() {
        #expect(PasswordPolicy().minimumCharacters == 15)
        #expect(PasswordPolicy(minimumCharacters: 8).minimumCharacters == 8)
        #expect(PasswordPolicy(minimumCharacters: 3).minimumCharacters == 8)
    }

    @Test
    func countsEachCodePointOnce() throws {
        let policy = PasswordPolicy(minimumCharacters: 8)
        try judge("k\u{F6}zp\u{151}rgm", by: policy)
        #expect(throws: PasswordPolicyViolation.tooShort(minimumCharacters: 8)) {
            try judge("ko\u{308}zprg", by: policy)
        }
    }

    /// The work is bounded by the longest password: all 1,024 characters are taken apart, and own names as long again.
    @Test
    func judgesTheLongest() throws {
        let letters = Array("lanterns over water, moth in the relay; quince and cardamom")
        let typed = String((0..<PasswordPolicy.maximumBytes).map { letters[($0 * $0 + $0 / 50) % letters.count] })
        let longest = try NormalizedPassword(Secret(typed))
        try PasswordPolicy().judge(longest, ownNames: [String(repeating: "ab ", count: 1_000), longest.text.expose()])
    }
}
