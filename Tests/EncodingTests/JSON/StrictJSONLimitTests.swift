import Encoding
import Testing

/// Each limit: the last that is taken and the first that is refused. attacks 5.4 #38
@Suite struct StrictJSONLimitTests {
    private func nested(_ depth: Int, _ open: String, _ inner: String, _ close: String) -> [UInt8] {
        Array((String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)).utf8)
    }

    @Test(arguments: [("[", "1", "]"), (#"{"a":"#, "1", "}"), (#"[{"a":"#, "1", "}]")])
    func boundsTheDepth(open: String, inner: String, close: String) throws {
        let levels = open.hasPrefix("[{") ? 2 : 1
        let limits = JSONLimits(bytes: 1_000, depth: 8, values: 1_000)
        _ = try StrictJSON.parse(nested(8 / levels, open, inner, close), limits: limits)
        #expect(throws: StrictJSONError.tooDeep) {
            try StrictJSON.parse(nested(8 / levels + 1, open, inner, close), limits: limits)
        }
    }

    @Test func takesEmptyContainersAtTheLastDepthOnly() throws {
        let limits = JSONLimits(bytes: 100, depth: 2, values: 100)
        #expect(try StrictJSON.parse(Array("[[],{}]".utf8), limits: limits) == [[], [:]])
        #expect(throws: StrictJSONError.tooDeep) { try StrictJSON.parse(Array("[[[]]]".utf8), limits: limits) }
        #expect(throws: StrictJSONError.tooDeep) { try StrictJSON.parse(Array("[[{}]]".utf8), limits: limits) }
    }

    /// Depth is what is open now, not how often something was opened.
    @Test func countsDepthNotContainers() throws {
        let limits = JSONLimits(bytes: 100, depth: 2, values: 100)
        #expect(try StrictJSON.parse(Array("[[],[],[],[]]".utf8), limits: limits) == [[], [], [], []])
    }

    // attacks 5.4 #38
    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func refusesDeepNestingBeforeTheStackEnds(open: String) {
        let text = Array(String(repeating: open, count: 100_000).utf8)
        #expect(throws: StrictJSONError.tooDeep) { try StrictJSON.parse(text) }
    }

    // attacks 5.4 #38
    @Test func boundsTheSize() throws {
        let limits = JSONLimits(bytes: 10, depth: 1, values: 1)
        #expect(try StrictJSON.parse(Array("\"12345678\"".utf8), limits: limits) == "12345678")
        #expect(throws: StrictJSONError.tooLarge) { try StrictJSON.parse(Array("\"123456789\"".utf8), limits: limits) }
        #expect(throws: StrictJSONError.tooLarge) { try StrictJSON.parse(Array("1          ".utf8), limits: limits) }
    }

    // attacks 5.4 #38
    @Test(arguments: [
        ("[1,2,3]", 4), (#"{"a":1,"b":2,"c":3}"#, 4), (#"[[],{},"",null]"#, 5), ("1", 1), (#"{"a":[1,{"b":2}]}"#, 5),
    ])
    func boundsTheNumberOfValues(text: String, count: Int) throws {
        _ = try StrictJSON.parse(Array(text.utf8), limits: JSONLimits(bytes: 100, depth: 9, values: count))
        #expect(throws: StrictJSONError.tooManyValues) {
            try StrictJSON.parse(Array(text.utf8), limits: JSONLimits(bytes: 100, depth: 9, values: count - 1))
        }
    }

    // attacks 5.4 #38
    @Test func hasLimitsUnlessToldOtherwise() throws {
        let standard = JSONLimits.standard
        #expect(throws: StrictJSONError.tooLarge) {
            try StrictJSON.parse([UInt8](repeating: 0x20, count: standard.bytes + 1))
        }
        _ = try StrictJSON.parse(nested(standard.depth, "[", "1", "]"))
        #expect(throws: StrictJSONError.tooDeep) { try StrictJSON.parse(nested(standard.depth + 1, "[", "1", "]")) }
        // The array itself is a value too.
        let most = "[" + String(repeating: "1,", count: standard.values - 2) + "1]"
        #expect(try StrictJSON.parse(Array(most.utf8)).array?.count == standard.values - 1)
        #expect(throws: StrictJSONError.tooManyValues) { try StrictJSON.parse(Array("[1,\(most.dropFirst())".utf8)) }
    }

    @Test func boundsTokensMoreTightly() {
        let (token, standard) = (JSONLimits.token, JSONLimits.standard)
        #expect(token.bytes < standard.bytes && token.depth < standard.depth && token.values < standard.values)
        #expect(throws: StrictJSONError.tooDeep) {
            try StrictJSON.parse(nested(token.depth + 1, "[", "", "]"), limits: token)
        }
    }
}
