import Encoding
import Testing

@testable import SCIM

/// scim.md 1.3: the grammar and what is read beside it.
struct FilterParsingTests {
    @Test(
        arguments: [
            // Operators and names without case; each operator once.
            (#"userName eq "bjensen""#, #"userName eq "bjensen""#),
            (#"USERNAME EQ "bjensen""#, #"USERNAME eq "bjensen""#),
            (#"userName Ne "x""#, #"userName ne "x""#),
            (#"name.familyName co "O'Malley""#, #"name.familyName co "O'Malley""#),
            (#"userName sw "J""#, #"userName sw "J""#),
            (#"userName ew "J""#, #"userName ew "J""#),
            ("title pr", "title pr"),
            ("title PR", "title pr"),
            (#"meta.lastModified gt "2011-05-13T04:42:34Z""#, #"meta.lastModified gt "2011-05-13T04:42:34Z""#),
            (#"meta.lastModified ge "2011-05-13T04:42:34Z""#, #"meta.lastModified ge "2011-05-13T04:42:34Z""#),
            (#"meta.lastModified lt "2011-05-13T04:42:34Z""#, #"meta.lastModified lt "2011-05-13T04:42:34Z""#),
            (#"meta.lastModified le "2011-05-13T04:42:34Z""#, #"meta.lastModified le "2011-05-13T04:42:34Z""#),
            // Precedence: not, and, or.
            (#"title pr and userType eq "E" or active eq true"#, #"title pr and userType eq "E" or active eq true"#),
            (#"title pr or userType eq "E" and active eq true"#, #"title pr or userType eq "E" and active eq true"#),
            (#"(title pr or userType pr) and active eq true"#, #"(title pr or userType pr) and active eq true"#),
            ("not (title pr) and active eq true", "not (title pr) and active eq true"),
            // The space before the parenthesis of not is optional.
            ("not(title pr)", "not (title pr)"),
            ("NOT (title pr)", "not (title pr)"),
            ("((title pr))", "title pr"),
            ("  title   pr  ", "title pr"),
            ("title pr or (title pr or title pr)", "title pr or (title pr or title pr)"),
            ("title pr and (title pr and title pr)", "title pr and (title pr and title pr)"),
            // Value paths, and Entra's form with a sub-attribute behind one.
            (#"emails[type eq "work" and value co "@x"]"#, #"emails[type eq "work" and value co "@x"]"#),
            (#"emails[type eq "work"].value eq "x""#, #"emails[type eq "work" and value eq "x"]"#),
            (#"emails[not (type eq "work")]"#, #"emails[not (type eq "work")]"#),
            // URNs hold dots and colons.
            (
                #"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#,
                #"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#
            ),
            // JSON's values and escapes.
            (
                #"userName eq "a\"b\\c\/d\b\f\n\r\t\u00e9\ud83d\ude00""#,
                "userName eq \"a\\\"b\\\\c/d\\u0008\\u000c\\n\\r\\té😀\""
            ),
            (#"userName eq "a b+c'd[e]""#, #"userName eq "a b+c'd[e]""#),
            ("active eq true", "active eq true"), ("active eq false", "active eq false"),
            ("title eq null", "title eq null"), ("x eq -1.5e3", "x eq -1.5e3"),
            // Bare words are read; whether one is a value, the attribute says.
            ("externalId eq jyoung", "externalId eq jyoung"),
        ]
    )
    func readsAndPrints(_ text: String, printed: String) throws {
        let filter = try SCIMFilter.parse(text)
        #expect(filter.text == printed)
        #expect(try SCIMFilter.parse(filter.text) == filter)
    }

    /// attacks 5.6 #57, #58: quotation marks, SQL, JSON operators, comments, brackets within brackets.
    @Test(
        arguments: [
            "", " ", "userName", "userName eq", "userName eq ", "eq \"x\"", "userName zz \"x\"", "userName eq \"x",
            "userName eq \"x\" and", "userName eq \"x\" or", "and userName pr", "(userName pr", "userName pr)",
            "userName pr userName pr", "not userName pr", "not", "not ()", "()", "emails[type eq \"work\"",
            "emails[]", "emails[type eq \"work\"]]", "emails[emails[type pr]]", "emails[type pr].",
            "emails[type pr]value pr",
            "userName eq 'x'", "userName eq \"a\nb\"", "userName eq \"\\x\"", "userName eq \"\\ud83d\"",
            "userName eq \"\\u0000\"", "userName eq\"x\"", "userName eq \"x\";DROP TABLE users",
            "userName eq \"x\" -- ",
            "userName eq \"x\"/**/", "{\"$ne\":null}", "userName eq {\"$ne\":null}", "userName eq \"x\"or title pr",
            "1name pr", ".name pr", "userName pr and not", "userName eq \"x\"\u{0}", "userName\teq\t\"x\"", "Ûser pr",
        ]
    )
    func refusesWhatIsNoFilter(_ text: String) {
        #expect(refusal { _ = try SCIMFilter.parse(text) } == .filterSyntax)
    }

    /// attacks 5.6 #58: length, depth and terms, each at its edge.
    @Test func boundsLengthDepthAndTerms() throws {
        let frame = "userName eq \"\""
        let fill = { (count: Int) in "userName eq \"\(String(repeating: "a", count: count))\"" }
        #expect(throws: Never.self) { try SCIMFilter.parse(fill(1024 - frame.utf8.count)) }
        #expect(refusal { _ = try SCIMFilter.parse(fill(1025 - frame.utf8.count)) } == .filterTooLong)

        let nested = { (depth: Int) in
            String(repeating: "(", count: depth) + "a pr" + String(repeating: ")", count: depth)
        }
        #expect(throws: Never.self) { try SCIMFilter.parse(nested(8)) }
        #expect(refusal { _ = try SCIMFilter.parse(nested(9)) } == .filterTooDeep)
        #expect(refusal { _ = try SCIMFilter.parse(nested(500)) } == .filterTooDeep)
        let negated = String(repeating: "not(", count: 9) + "a pr" + String(repeating: ")", count: 9)
        #expect(refusal { _ = try SCIMFilter.parse(negated) } == .filterTooDeep)

        // Entra's form is a conjunction around the brackets' condition, and counts as one.
        let entra = { (depth: Int) in
            String(repeating: "(", count: depth) + "a[b pr or c pr].d pr" + String(repeating: ")", count: depth)
        }
        let deepest = try SCIMFilter.parse(entra(6))
        #expect(try SCIMFilter.parse(deepest.text) == deepest)
        #expect(refusal { _ = try SCIMFilter.parse(entra(7)) } == .filterTooDeep)

        let terms = { (count: Int) in Array(repeating: "a pr", count: count).joined(separator: " or ") }
        #expect(throws: Never.self) { try SCIMFilter.parse(terms(32)) }
        #expect(refusal { _ = try SCIMFilter.parse(terms(33)) } == .filterTooManyTerms)
        #expect(refusal { _ = try SCIMFilter.parse(terms(10_000)) } == .filterTooLong)
    }

    /// Property: printing and parsing again gives the same tree.
    @Test func printingKeepsTheTree() throws {
        var randomness = SeededRandomness(seed: 6)
        for _ in 0..<2000 {
            let filter = FilterGenerator.filter(depth: 3, inElement: false, using: &randomness)
            #expect(try SCIMFilter.parse(filter.text) == filter)
        }
    }
}

/// Random trees within the bounds.
enum FilterGenerator {
    static func filter(
        depth: Int,
        inElement: Bool,
        using randomness: inout SeededRandomness
    ) -> SCIMFilter {
        guard depth > 0 else { return leaf(using: &randomness) }
        switch Int.random(in: 0..<6, using: &randomness) {
        case 0:
            return .and(
                filter(depth: depth - 1, inElement: inElement, using: &randomness),
                filter(depth: depth - 1, inElement: inElement, using: &randomness)
            )
        case 1:
            return .or(
                filter(depth: depth - 1, inElement: inElement, using: &randomness),
                filter(depth: depth - 1, inElement: inElement, using: &randomness)
            )
        case 2: return .not(filter(depth: depth - 1, inElement: inElement, using: &randomness))
        case 3 where !inElement:
            return .element("emails", filter(depth: depth - 1, inElement: true, using: &randomness))
        default: return leaf(using: &randomness)
        }
    }

    private static func leaf(using randomness: inout SeededRandomness) -> SCIMFilter {
        let names = ["userName", "name.familyName", "not", "and", "or", "pr", "eq", "x-y_z", "$ref", "urn:a:b:c.d"]
        let name = names.randomElement(using: &randomness) ?? "a"
        guard let comparison = ComparisonOperator.allCases.randomElement(using: &randomness),
            Bool.random(using: &randomness)
        else { return .present(name) }
        let literals: [FilterLiteral] = [
            .null, .bool(true), .bool(false), .number("0"), .number("-12.5e+7"), .string(""),
            .string("a\"\\\u{1}\r\n] é😀"),
            .word("54D382A4-2050"), .word("a@b.c+d"),
        ]
        return .comparison(name, comparison, literals.randomElement(using: &randomness) ?? .null)
    }
}
