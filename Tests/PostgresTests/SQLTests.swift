import Postgres
import Testing

/// What becomes text and what becomes a parameter.
struct SQLTests {
    @Test func interpolatedValuesBecomeParameters() {
        let name = "'; DROP TABLE people"
        let sql: SQL = "SELECT id FROM people WHERE name = \(name) AND age > \(18)"
        #expect(sql.text == "SELECT id FROM people WHERE name = $1 AND age > $2")
    }

    @Test func joinedStatementsNumberTheirParametersOn() {
        let condition: SQL = "a = \(1) OR b = \(2)"
        let nested: SQL = "SELECT x FROM t WHERE c = \(0) AND (\(condition)) LIMIT \(9)"
        #expect(nested.text == "SELECT x FROM t WHERE c = $1 AND (a = $2 OR b = $3) LIMIT $4")
        #expect((condition + " AND d = \(3)").text == "a = $1 OR b = $2 AND d = $3")
        #expect((["x = \(1)", "y = \(2)"] as [SQL]).joined(separator: ", ").text == "x = $1, y = $2")
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("with\"quote", "\"with\"\"quote\""), ("nul\0cut", "\"nulcut\""), ("ä b", "\"ä b\""),
    ])
    func quotesIdentifiers(name: String, quoted: String) {
        #expect(SQL.identifier(name) == quoted)
    }

    @Test(arguments: [("it's", "E'it''s'"), ("back\\slash", "E'back\\\\slash'"), ("plain", "E'plain'")])
    func quotesLiterals(text: String, quoted: String) {
        #expect(SQL.literal(text) == quoted)
    }
}
