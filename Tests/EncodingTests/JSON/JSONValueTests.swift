import Encoding
import Testing

@Suite struct JSONValueTests {
    // attacks 5.4 #33
    @Test(
        arguments: [
            ("0", 0, 0),
            ("-0", 0, 0),
            ("1700000000", 1_700_000_000, 1.7e9),
            ("9223372036854775807", .max, 0x1p63),
            ("-9223372036854775808", .min, -0x1p63),
            ("9223372036854775808", nil, 0x1p63),
            ("1.0", nil, 1),
            ("1e3", nil, 1_000),
            ("1E+3", nil, 1_000),
            ("-2.5e-1", nil, -0.25),
            ("1e308", nil, 1e308),
            ("1e309", nil, nil),
            ("-1e999999999", nil, nil),
        ] as [(String, Int64?, Double?)]
    )
    func keepsNumbersAsTheyAreWritten(text: String, integer: Int64?, double: Double?) throws {
        let value = try StrictJSON.parse(Array(text.utf8))
        #expect(value.number?.text == text)
        #expect(value.integer == integer)
        #expect(value.number?.double == double)
        #expect(value.text == text)
    }

    @Test func answersForItsOwnKindOnly() {
        let values: [JSONValue] = [nil, true, 1, "1", [1], ["a": 1]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false])
        #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(values.map(\.integer) == [nil, nil, 1, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, "1", nil, nil])
        #expect(values.map(\.array) == [nil, nil, nil, nil, [1], nil])
        #expect(values.map(\.object) == [nil, nil, nil, nil, nil, ["a": 1]])
    }

    @Test func hasStringsWhereAllAreStrings() {
        #expect(JSONValue.array(["a", "b"]).strings == ["a", "b"])
        #expect(JSONValue.array([]).strings == [])
        #expect(JSONValue.array(["a", 1]).strings == nil)
        #expect(JSONValue.array(["a", nil]).strings == nil)
        #expect(JSONValue.string("a").strings == nil)
    }

    /// Swift's own equality would take the two spellings of é for one.
    @Test func comparesStringsByBytes() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(JSONValue.string(composed) == .string("\u{E9}"))
        #expect(JSONValue.string(composed) != .string(decomposed))
        #expect(JSONValue.array([.string(composed)]) != .array([.string(decomposed)]))
        #expect(JSONValue.object([composed: 1]) != .object([decomposed: 1]))
        #expect(JSONValue.object([composed: 1]) == .object([composed: 1]))
        #expect(JSONValue.null != false)
        #expect(JSONValue.number(JSONNumber(1)) != "1")
    }

    @Test func keepsMembersInTheirOrder() {
        var object: JSONObject = ["z": 1, "a": 2, "m": 3]
        object["a"] = "new"
        object["b"] = 4
        object["z"] = nil as JSONValue?
        object["absent"] = nil as JSONValue?
        #expect(object.map(\.name) == ["a", "m", "b"])
        #expect(JSONValue.object(object).text == #"{"a":"new","m":3,"b":4}"#)
        #expect(JSONObject().isEmpty)
    }

    @Test func findsMembersByBytes() {
        var object: JSONObject = ["\u{E9}": 1]
        #expect(object["e\u{301}"] == nil)
        object["e\u{301}"] = 2
        #expect(object.members.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["E\u{301}"] == nil)
    }

    @Test(
        arguments: [
            (JSONValue.null, "null"), (true, "true"), (false, "false"), (-7, "-7"), ("", "\"\""), ([], "[]"),
            ([:], "{}"),
            ([1, [nil], ["a": []]], #"[1,[null],{"a":[]}]"#),
            ("\"\\/\n\r\t", #""\"\\/\n\r\t""#),
            ("\u{1}\u{8}\u{C}\u{1F}", #""\u0001\u0008\u000c\u001f""#),
            ("é😀\u{2028}\u{7F}", "\"é😀\u{2028}\u{7F}\""),
            (["a\"b": 1, "\n": 2], #"{"a\"b":1,"\n":2}"#),
        ] as [(JSONValue, String)]
    )
    func writesCompactText(value: JSONValue, text: String) throws {
        #expect(value.text.hasSameBytes(as: text))
        #expect(value.serialized() == Array(text.utf8))
        #expect(try StrictJSON.parse(value.serialized()) == value)
    }

    /// Every character but NUL, which is written as JSON has it and refused when it is read.
    @Test func writesStringsThatReadBack() throws {
        for scalar in (UInt32(0x01)...0x2FF).compactMap({ Unicode.Scalar($0) }) {
            let text = "a\(Character(scalar))b"
            let read = try #require(try StrictJSON.parse(JSONValue.string(text).serialized()).string)
            #expect(read.hasSameBytes(as: text))
        }
        #expect(JSONValue.string("\u{0}").text == #""\u0000""#)
        #expect(throws: StrictJSONError.nulCharacter) { try StrictJSON.parse(JSONValue.string("\u{0}").serialized()) }
    }
}
