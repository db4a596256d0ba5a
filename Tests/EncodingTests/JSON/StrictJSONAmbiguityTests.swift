import Encoding
import Testing

/// Texts that two readers would read differently, or that a C string or an SQL text would cut.
@Suite struct StrictJSONAmbiguityTests {
    // attacks 5.4 #31
    @Test(arguments: [
        (#"{"sub":"a","sub":"b"}"#, "sub"),
        (#"{"sub":"a","sub":"a"}"#, "sub"),
        (#"{"sub":"a","s\u0075b":"b"}"#, "sub"),
        (#"{"s\u0075b":"a","sub":"b"}"#, "sub"),
        (#"{"\u0073\u0075\u0062":"a","s\u0075b":"b"}"#, "sub"),
        (#"{"a\/b":1,"a/b":2}"#, "a/b"),
        (#"{"\n":1,"\u000a":2}"#, "\n"),
        (#"{"\u00E9":1,"é":2}"#, "\u{E9}"),
        (#"{"\ud83d\ude00":1,"😀":2}"#, "\u{1F600}"),
        (#"{"":1,"":2}"#, ""),
        (#"{"sub":1,"b":2,"c":3,"sub":4}"#, "sub"),
        (#"[{"a":{"sub":1,"sub":2}}]"#, "sub"),
        (#"{"a":1,"b":{"a":1,"a":2}}"#, "a"),
    ])
    func refusesDuplicateMembers(text: String, name: String) {
        #expect(throws: StrictJSONError.duplicateMember(name)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    /// Duplicates are found in two ways, by the number of members: both, and where one takes over from the other.
    // attacks 5.4 #31
    @Test(arguments: [2, 15, 16, 17, 18, 40, 200])
    func refusesDuplicatesAmongMany(count: Int) throws {
        let members = (0..<count).map { "\"n\($0)\":\($0)" }
        let alike = "{" + members.joined(separator: ",") + "}"
        #expect(try StrictJSON.parse(Array(alike.utf8)).object?.members.count == count)
        for repeated in [0, count / 2, count - 1] {
            let text = "{" + (members + ["\"\\u006e\(repeated)\":0"]).joined(separator: ",") + "}"
            #expect(throws: StrictJSONError.duplicateMember("n\(repeated)")) { try StrictJSON.parse(Array(text.utf8)) }
        }
    }

    @Test(arguments: [
        #"{"sub":1,"Sub":2}"#, #"{"sub":1,"sub ":2}"#, #"{"a":{"sub":1},"b":{"sub":2},"sub":3}"#,
        #"[{"sub":1},{"sub":2}]"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"K\":1,\"\u{212A}\":2}",
    ])
    func takesNamesThatDifferInBytes(text: String) throws {
        #expect(try StrictJSON.parse(Array(text.utf8)).text == text)
    }

    // attacks 5.4 #32
    @Test(arguments: ["{}", "1", "\"a\"", ""])
    func refusesAByteOrderMark(text: String) {
        #expect(throws: StrictJSONError.notUTF8) { try StrictJSON.parse([0xEF, 0xBB, 0xBF] + Array(text.utf8)) }
    }

    // attacks 5.4 #32
    @Test func refusesWiderEncodings() {
        let units = Array(#"{"sub":"a"}"#.utf16)
        let little = units.flatMap { (unit) -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big = units.flatMap { (unit) -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        let wide = units.flatMap { (unit) -> [UInt8] in [0, 0, UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        let forms: [[UInt8]] = [
            little, big, wide, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, [0, 0, 0xFE, 0xFF] + wide,
        ]
        for form in forms {
            #expect(throws: StrictJSONError.self) { try StrictJSON.parse(form) }
        }
    }

    // attacks 5.4 #32
    @Test(arguments: [
        #""\u0000""#, #""a\u0000b""#, #"{"sub\u0000":1}"#, "\"\u{0}\"", "\"a\u{0}\"", "\"\\n\u{0}\"", "{\"a\u{0}b\":1}",
    ])
    func refusesNUL(text: String) {
        #expect(throws: StrictJSONError.nulCharacter) { try StrictJSON.parse(Array(text.utf8)) }
    }

    // attacks 5.4 #32
    @Test(
        arguments: [
            [0x80], [0xFF], [0xFE], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
            // Overlong forms of NUL, slash and the euro sign.
            [0xC0, 0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x82, 0x82, 0xAC],
            // Surrogates in UTF-8, alone and as a pair (CESU-8), and what lies beyond Unicode.
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func refusesStringsThatAreNotUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: StrictJSONError.notUTF8) { try StrictJSON.parse([quote] + bytes + [quote]) }
        let escaped = Array(#""\n"#.utf8) + bytes + [quote]
        #expect(throws: StrictJSONError.notUTF8) { try StrictJSON.parse(escaped) }
        let name = Array(#"{""#.utf8) + bytes + Array(#"":1}"#.utf8)
        #expect(throws: StrictJSONError.notUTF8) { try StrictJSON.parse(name) }
    }

    /// Bytes of a broken sequence on both sides of an escape do not heal to one.
    @Test func joinsNothingAcrossAnEscape() {
        let text = [UInt8(ascii: "\""), 0xC3] + Array(#"\n"#.utf8) + [0xA9, UInt8(ascii: "\"")]
        #expect(throws: StrictJSONError.notUTF8) { try StrictJSON.parse(text) }
    }

    @Test(arguments: [
        #""\ud800""#, #""\udbff""#, #""\udc00""#, #""\udfff""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#,
        #""\ud800\u0041""#, #""\udc00\ud800""#, #""\ud83d \ude00""#, #"{"\ud800":1}"#, #""\ud83d\ude00\ud83d""#,
    ])
    func refusesHalfASurrogatePair(text: String) {
        #expect(throws: StrictJSONError.loneSurrogate) { try StrictJSON.parse(Array(text.utf8)) }
    }
}
