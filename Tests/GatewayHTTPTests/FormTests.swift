import Encoding
import Testing

@testable import GatewayHTTP

@Suite struct FormTests {
    @Test func readsForms() throws {
        let form = try #require(FormParameters(Array("a=1&b=x+y%20z&c=%C3%A4&empty=&flag".utf8)))
        #expect(form["a"] == "1")
        #expect(form["b"] == "x y z")
        #expect(form["c"] == "ä")
        #expect(form["empty"] == "")
        #expect(form["flag"] == "")
        #expect(form["missing"] == nil)
        #expect(FormParameters([]) == FormParameters.none)
    }

    @Test(arguments: [
        // RFC 6749 section 3.1: parameters must not be included more than once.
        "a=1&a=2", "a=1&%61=1", "=1", "a=%", "a=%4", "a=%zz", "a=%00", "a=%FF", "a=%C3", "a=\u{1}", "a=ä", "a=b c",
    ])
    func refusesFormsThatCouldMeanTwoThings(text: String) {
        #expect(FormParameters(Array(text.utf8)) == nil)
    }

    @Test func refusesTooManyParameters() {
        let text = (0...FormParameters.maximumCount).map { "p\($0)=" }.joined(separator: "&")
        #expect(FormParameters(Array(text.utf8)) == nil)
    }

    private let schema = Schema.object([
        .required("email", .string(format: "email", maximumBytes: 10)),
        .required("count", .integer(1...3)),
        .optional("kind", .oneOf(["a", "b"])),
        .optional("tags", .array(.string())),
        .optional("until", .nullable(.string())),
    ])

    @Test(arguments: [
        #"{"email":"a","count":1}"#, #"{"email":"a","count":3,"kind":"b","tags":["x"],"until":null,"more":{}}"#,
    ])
    func acceptsWhatTheSchemaHas(text: String) throws {
        #expect(schema.flaw(in: try StrictJSON.parse(Array(text.utf8))) == nil)
    }

    @Test(arguments: [
        ("[]", "The body is not an object."),
        (#"{"count":1}"#, "/email is missing."),
        (#"{"email":1,"count":1}"#, "/email is not a string."),
        (#"{"email":"12345678901","count":1}"#, "/email is longer than 10 bytes."),
        (#"{"email":"a","count":4}"#, "/count is not a whole number from 1 to 3."),
        (#"{"email":"a","count":1.0}"#, "/count is not a whole number from 1 to 3."),
        (#"{"email":"a","count":1,"kind":"c"}"#, "/kind is none of a, b."),
        (#"{"email":"a","count":1,"tags":["x",1]}"#, "/tags/1 is not a string."),
        (#"{"email":null,"count":1}"#, "/email is not a string."),
    ])
    func namesWhatTheSchemaHasNot(text: String, flaw: String) throws {
        #expect(schema.flaw(in: try StrictJSON.parse(Array(text.utf8))) == flaw)
    }
}
