import Testing
import Workspaces

@Suite struct WorkspaceSlugTests {
    @Test(arguments: [
        "ab", "acme", "a1", "a2z", "acme-2", "a-b-c", "admin-2", "apis", String(repeating: "a", count: 40),
    ])
    func takesNames(text: String) {
        #expect(WorkspaceSlug(text)?.description == text)
    }

    @Test(arguments: [
        "", "a", String(repeating: "a", count: 41), "Acme", "ACME", "1acme", "-acme", "acme-", "ac--me", "-", "--",
        // Nor an internationalised name in its ASCII form, which a browser may show as something else.
        "xn--bcher-kva", "acme_x", "ac,me", "ac me", " acme", "acme ", "acme\n", "acme\u{0}", "acme\u{0}x", "ac+me",
        "acme@x", "acme:x", "acme;x", "acme?x", "acme#x", "acme'x", "acme\"x", "ac$me", "ac*me",
    ])
    func refusesOtherForms(text: String) {
        #expect(WorkspaceSlug(text) == nil)
    }

    // attacks 5.8 #78
    @Test(arguments: [
        ".", "..", "../etc", "..%2fetc", "a/../b", "a/b", "/acme", "acme/", #"a\b"#, #"..\b"#, "a%2fb", "a%00", "ac.me",
        "acme.", "...", "~root", "c:", "file:acme",
    ])
    func refusesPaths(text: String) {
        #expect(WorkspaceSlug(text) == nil)
    }

    // attacks 5.8 #78
    @Test(arguments: [
        // Cyrillic a, composed and decomposed letters, full width, invisible characters, dashes, digits, case folding.
        "\u{430}cme", "acm\u{E9}", "acme\u{301}", "ａｃｍｅ", "ac\u{200B}me", "ac\u{AD}me", "acme\u{FEFF}", "\u{202E}acme",
        "ac\u{2010}me", "ac\u{2212}me", "acme\u{661}", "\u{212A}elly", "\u{17F}mith", "\u{131}nc", "ac\u{3002}me",
    ])
    func refusesAllButASCII(text: String) {
        #expect(WorkspaceSlug(text) == nil)
    }

    // attacks 5.8 #78
    @Test(arguments: WorkspaceSlug.reserved.sorted())
    func refusesReservedWords(word: String) {
        #expect(WorkspaceSlug(word) == nil)
        #expect(WorkspaceSlug(word.uppercased()) == nil)
    }

    @Test func reservesWhatReadsAsOurs() {
        let ours = ["admin", "api", "login", "oauth2", "ontrackio", "root", "saml", "scim", "static", "support", "www"]
        #expect(WorkspaceSlug.reserved.isSuperset(of: ours))
    }

    /// Of all bytes, none but lower-case letters, digits and the hyphen may stand inside.
    @Test func takesNoOtherCharacterInside() {
        let inner = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        for byte in UInt8(0)..<0x80 {
            let character = Character(Unicode.Scalar(byte))
            #expect((WorkspaceSlug("a\(character)b") != nil) == inner.contains(character), "byte \(byte)")
        }
    }
}
