import Encoding
import Testing

/// The grammar of RFC 8259, and nothing that some reader adds to it.
@Suite struct StrictJSONGrammarTests {
    @Test(
        arguments: [
            ("null", JSONValue.null),
            ("true", true),
            (" false\r\n\t", false),
            ("0", 0),
            ("-12", -12),
            ("\"\"", ""),
            ("\"a/b\"", "a/b"),
            ("\"\u{7F}\u{2028}\u{10FFFF}\"", "\u{7F}\u{2028}\u{10FFFF}"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"),
            (#""\u0041\u00e9\u20AC\uFFFF""#, "A\u{E9}\u{20AC}\u{FFFF}"),
            (#""\ud83d\udE00 \uD800\uDC00 \udbff\udfff""#, "\u{1F600} \u{10000} \u{10FFFF}"),
            ("[]", []),
            ("[ ]", []),
            ("[1,[2,[]],{}]", [1, [2, []], [:]]),
            ("{}", [:]),
            (#"{ "a" : 1 , "b" : [ true , null ] }"#, ["a": 1, "b": [true, nil]]),
            (#"{"":""}"#, ["": ""]),
        ] as [(String, JSONValue)]
    )
    func readsTheGrammar(text: String, value: JSONValue) throws {
        #expect(try StrictJSON.parse(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        ("", 0), (" ", 1), ("{", 1), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("]", 0),
        ("[1}", 2), (#"{"a""#, 4), (#"{"a"}"#, 4), (#"{"a":"#, 5), (#"{"a":}"#, 5), (#"{"a":1"#, 6), (#"{"a":1,}"#, 7),
        (#"{"a":1]"#, 6), (#"{"a" 1}"#, 5), (#"{"a":1 "b":2}"#, 7), (#"{,"a":1}"#, 1), ("{a:1}", 1), ("{'a':1}", 1),
        ("{1:2}", 1), ("{null:2}", 1), ("'a'", 0),
    ])
    func refusesBrokenStructures(text: String, offset: Int) {
        #expect(throws: StrictJSONError.malformed(offset: offset)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        ("tru", 3), ("True", 0), ("TRUE", 0), ("nul", 3), ("Null", 0), ("undefined", 0), ("NaN", 0), ("Infinity", 0),
        ("-Infinity", 1), ("-", 1), ("--1", 1), ("+1", 0), (".5", 0), ("-.5", 1), ("1.", 2), ("1.e5", 2), ("1e", 2),
        ("1e+", 3), ("1E-", 3), ("1e+-1", 3), ("[01]", 2), ("[-01]", 3), ("[1_000]", 2), ("[0x1]", 2), ("[1,5,]", 5),
        ("１", 0), ("٣", 0), ("[1\u{2E}\u{FF11}]", 3),
    ])
    func refusesOtherNumbersAndWords(text: String, offset: Int) {
        #expect(throws: StrictJSONError.malformed(offset: offset)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        ("\"a", 2), ("\"", 1), ("\"\\", 2), ("\"\\\"", 3), (#""\x41""#, 2), (#""\'""#, 2), (#""\U0041""#, 2),
        (#""\0""#, 2), (#""\u12""#, 5), (#""\u12g4""#, 5), (#""\u+041""#, 3), (#""\u 041""#, 3), (#""\u{41}""#, 3),
        (#""\u12"#, 5), (#""\ud83d\u12""#, 11), ("\"\t\"", 1), ("\"\n\"", 1), ("\"a\u{1F}\"", 2), ("\"\\n\u{1}\"", 3),
    ])
    func refusesOtherStrings(text: String, offset: Int) {
        #expect(throws: StrictJSONError.malformed(offset: offset)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test(arguments: ["\u{A0}1", "\u{0B}1", "\u{0C}1", "\u{85}1", "\u{2028}1", "\u{200B}1", "/*a*/1", "//a\n1", "#\n1"])
    func takesFourCharactersForWhiteSpaceAndKnowsNoComments(text: String) {
        #expect(throws: StrictJSONError.malformed(offset: 0)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        ("01", 1), ("-01", 2), ("00", 1), ("0x10", 1), ("1_000", 1), ("1,5", 1), ("1 1", 2), ("nulll", 4), ("{}{}", 2),
        ("{},", 2), ("{}]", 2), ("[]\n[]", 3), ("\"a\"b", 3), ("1//a", 1), ("1;", 1), ("[]\u{0}", 2), ("[]\u{FEFF}", 2),
        ("[]\u{1A}", 2),
    ])
    func refusesWhatFollowsTheValue(text: String, offset: Int) {
        #expect(throws: StrictJSONError.trailingBytes(offset: offset)) { try StrictJSON.parse(Array(text.utf8)) }
    }

    @Test func countsOffsetsFromTheStartOfTheBuffer() throws {
        let buffer = Array("xx[1,]yy[1]".utf8)
        #expect(throws: StrictJSONError.malformed(offset: 5)) { try StrictJSON.parse(buffer[2..<6]) }
        #expect(throws: StrictJSONError.malformed(offset: 10)) { try StrictJSON.parse(buffer[8..<10]) }
        #expect(try StrictJSON.parse(buffer[8...]) == [1])
    }

    private static let document = #"{"a":[1,-2.5e3,"\u00e9\n",true,null],"b":{"c":"d"}}"#

    @Test func refusesEveryBeginningOfADocument() {
        let bytes = Array(Self.document.utf8)
        for count in 0..<bytes.count {
            #expect(throws: StrictJSONError.self) { try StrictJSON.parse(bytes[..<count]) }
        }
    }

    /// Whatever is still read after one byte was changed says the same once written and read again.
    @Test func agreesWithItselfOnEveryChangedByte() throws {
        let bytes = Array(Self.document.utf8)
        for place in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[place] = byte
                guard let value = try? StrictJSON.parse(changed) else { continue }
                #expect(try StrictJSON.parse(value.serialized()) == value)
            }
        }
    }
}
