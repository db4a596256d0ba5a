import SAML
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    // attacks 1.2 #41
    @Test(arguments: ["_a", "a", "A-1.b_c", "_" + String(repeating: "a", count: 255)])
    func readsConservativeIDs(_ text: String) {
        #expect(MessageID(text)?.text == text)
    }

    @Test(
        arguments: [
            "", "1a", "-a", ".a", "a b", " a", "a\n", "a'b", "a\"b", "a&b", "é", "a:b", "a#b", "a/b",
            "_" + String(repeating: "a", count: 256),
        ]
    )
    func refusesOtherIDs(_ text: String) {
        #expect(MessageID(text) == nil)
    }

    @Test func ownIDsAreReadableByOthers() {
        let id = MessageID(random: [UInt8](repeating: 0xAB, count: MessageID.randomBytes))
        #expect(MessageID(id.text) == id)
        #expect(id.text.utf8.count == 41)
    }

    // attacks 0 #9
    @Test func comparesEntityIDsByBytes() throws {
        let composed = try #require(EntityID("https://idp.example/caf\u{E9}"))
        #expect(!composed.isNamed(by: "https://idp.example/cafe\u{301}"))
        #expect(EntityID("https://idp.example/cafe\u{301}") != composed)
        #expect(composed.isNamed(by: "https://idp.example/caf\u{E9}"))
    }

    @Test(arguments: ["", "a b", "a\u{0}", "a\u{7F}", String(repeating: "a", count: 1_025)])
    func refusesUnusableEntityIDs(_ text: String) {
        #expect(EntityID(text) == nil)
    }

    // attacks 1.6 #93
    @Test func boundsTheSkew() {
        #expect(ClockSkew(seconds: 180) != nil)
        #expect(ClockSkew(seconds: 181) == nil)
        #expect(ClockSkew(seconds: -1) == nil)
    }

    @Test func quotesNothingDangerous() {
        #expect(SAMLRejection.quote("a\n\u{202E}b") == "“a\\u{a}\\u{202e}b”")
        #expect(SAMLRejection.quote(String(repeating: "a", count: 500)).count < 210)
    }
}
