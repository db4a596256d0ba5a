import Testing
import Workspaces

@Suite struct EmailAddressTests {
    private static let longestDomain = [63, 63, 61].map { String(repeating: "d", count: $0) }.joined(separator: ".")
    private static let longestLocal = String(repeating: "l", count: 64)

    @Test(arguments: [
        "a@b", "anna@example.com", "Anna.Smith+tag@Example.COM", "o'brien@example.com", "a@1.2", "a@x-y.example",
        "!#$%&'*+-/=?^_`{|}~@example.com", "\(longestLocal)@\(longestDomain)",
    ])
    func takesAddressesAsTheyAreWritten(text: String) {
        #expect(EmailAddress(text)?.description == text)
    }

    @Test(
        arguments: [
            "", "@", "a", "a@", "@b", "a@b@c", "a@@b", "\(longestLocal)l@example.com",
            "\(longestLocal)@\(longestDomain)d",
            "a@\(String(repeating: "d", count: 64)).example", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-", "a@b-.c",
            "a@b_c",
            "a@[192.0.2.1]", "a@b:25", "a@b/c", "a@b%c", "a b@c", " a@b", "a@b ", "a@ b", "a@b\t",
            // What a header or a list of recipients would read as its own.
            "a@b\n", "a@b\r\nBcc: c@d", "a\n@b", "a@b,c@d", "a,b@c", "a;b@c", "a:b@c", "<a@b>", "a<b@c", "Anna <a@b>",
            #""a b"@c"#, #""a"@c"#, #"a\b@c"#, "(x)a@b", "a[b@c", "a]b@c", "a\u{0}@b", "a@b\u{0}", "a@b\u{0}.c",
            "a\u{7F}@b",
            "mailto:a@b",
        ] as [String]
    )
    func refusesOtherForms(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    // attacks 5.1 #7
    @Test(arguments: [
        // Kelvin sign, long s, dotless i, capital I with dot: each has an ASCII letter as its other case.
        "\u{212A}elly@example.com", "kelly@\u{212A}.example", "\u{17F}mith@example.com", "smith@\u{17F}.example",
        "d\u{131}na@example.com", "dina@example.\u{131}o", "d\u{130}na@example.com", "dina@example.\u{130}o",
        // Ligature, sharp s, full width, Cyrillic, accents in both forms, other dots and at signs, invisible characters.
        "\u{FB01}x@example.com", "stra\u{DF}e@example.com", "ａnna@example.com", "\u{430}nna@example.com",
        "\u{E9}va@example.com", "e\u{301}va@example.com", "anna@ex\u{E4}mple.com", "anna@example\u{3002}com",
        "anna\u{FF20}example.com", "anna\u{FE6B}example.com", "an\u{200B}na@example.com", "anna@example.com\u{200E}",
        "an\u{AD}na@example.com", "\u{FEFF}anna@example.com", "anna\u{A0}@example.com",
    ])
    func refusesAllButASCII(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    // attacks 5.1 #5, #7
    @Test(arguments: ["anna@example.com", "Anna@Example.com", "ANNA@EXAMPLE.COM", "aNNA@eXAMPLE.cOM"])
    func isOneInEveryCase(text: String) throws {
        let address = try #require(EmailAddress(text))
        let lower = try #require(EmailAddress("anna@example.com"))
        #expect(address.key == "anna@example.com")
        #expect(address.domain == "example.com")
        #expect(address.description == text)
        #expect(address == lower)
        #expect(address.hashValue == lower.hashValue)
    }

    @Test(arguments: [
        "anna+x@example.com", "an.na@example.com", "anna@example.org", "anna@www.example.com", "annb@example.com",
        "anna@example.co",
    ])
    func isAnotherWhereMoreThanTheCaseDiffers(text: String) throws {
        let other = try #require(EmailAddress(text))
        let anna = try #require(EmailAddress("anna@example.com"))
        #expect(other != anna)
    }

    /// Folding touches letters only: `[` and `{`, `@` and the grave accent differ by the same bit.
    @Test func foldsNothingButLetters() throws {
        let characters = "!#$%&'*+-/=?^_`{|}~0123456789"
        #expect(try #require(EmailAddress("\(characters)@b")).key == "\(characters)@b")
    }
}
