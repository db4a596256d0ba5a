import Secrets
import Testing

@testable import Credentials

@Suite
struct NormalizedPasswordTests {
    /// attacks 5.1 #2.
    @Test(arguments: [
        (typed: "cafe\u{301}", becomes: "caf\u{e9}", why: "combining accent"),
        (typed: "A\u{30A}ngstro\u{308}m", becomes: "\u{C5}ngstr\u{F6}m", why: "two accents"),
        (typed: "\u{212B}", becomes: "\u{C5}", why: "the sign that is canonically a letter"),
        (typed: "q\u{307}\u{323}", becomes: "q\u{323}\u{307}", why: "marks in canonical order"),
        (typed: "\u{1112}\u{1161}\u{11AB}", becomes: "\u{D55C}", why: "Hangul syllables"),
        (typed: "a\u{A0}b\u{2003}c", becomes: "a b c", why: "spaces of RFC 8265 section 4.2.2"),
        (typed: "\u{FB01}\u{FF21}\u{2460}", becomes: "\u{FB01}\u{FF21}\u{2460}", why: "no compatibility folding"),
        (typed: " Ab \u{130} ", becomes: " Ab \u{130} ", why: "no trimming, no case folding"),
        (
            typed: "\u{1F469}\u{200D}\u{1F680}\u{2764}\u{FE0F}", becomes: "\u{1F469}\u{200D}\u{1F680}\u{2764}\u{FE0F}",
            why: "emoji"
        ),
    ])
    func hasOneForm(typed: String, becomes: String, why: String) throws {
        let password = try NormalizedPassword(Secret(typed))
        #expect(Array(password.text.expose().utf8) == Array(becomes.utf8), "\(why)")
    }

    @Test(arguments: ["\u{0}", "a\u{0}b", "line\nbreak", "tab\t", "\u{7F}", "\u{85}"])
    func refusesControlCharacters(typed: String) {
        #expect(throws: PasswordPolicyViolation.controlCharacter) { try NormalizedPassword(Secret(typed)) }
    }

    @Test(arguments: ["\u{378}", "\u{FFFE}", "\u{10FFFF}"])
    func refusesWhatUnicodeHasNotAssigned(typed: String) {
        #expect(throws: PasswordPolicyViolation.unassignedCharacter) { try NormalizedPassword(Secret(typed)) }
    }

    /// attacks 5.1 #2.
    @Test
    func takesTheLongestAndRefusesOneByteMore() throws {
        let longest = String(repeating: "x", count: PasswordPolicy.maximumBytes)
        #expect(try NormalizedPassword(Secret(longest)).utf8.expose().count == 1_024)
        #expect(throws: PasswordPolicyViolation.tooLong) { try NormalizedPassword(Secret(longest + "x")) }
        #expect(throws: PasswordPolicyViolation.tooLong) {
            try NormalizedPassword(Secret(String(repeating: "\u{1F600}", count: 257)))
        }
    }

    /// Some characters grow when composed: U+1D160 is three characters in Form C.
    @Test
    func refusesWhatGrowsPastTheLimit() {
        let typed = String(repeating: "\u{1D160}", count: 256)
        #expect(typed.utf8.count == PasswordPolicy.maximumBytes)
        #expect(throws: PasswordPolicyViolation.tooLong) { try NormalizedPassword(Secret(typed)) }
    }

    @Test
    func printsNothing() throws {
        let password = try NormalizedPassword(Secret("lanterns over water"))
        #expect(!"\(password) \(String(reflecting: password))".contains("lanterns"))
    }
}
