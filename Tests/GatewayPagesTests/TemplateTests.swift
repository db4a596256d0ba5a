import Testing

@testable import GatewayPages

@Suite struct TemplateTests {
    private func render(_ template: String, _ record: PageRecord, partials: [String: String] = [:]) throws -> String {
        try TemplateLibrary(partials.merging(["page": template]) { partial, _ in partial }).render("page", record)
    }

    @Test func fillsInValues() throws {
        #expect(try render("a {{x}} b{{! no }}", ["x": "1"]) == "a 1 b")
        #expect(try render("{{#on}}yes{{/on}}{{^on}}no{{/on}}", ["on": true]) == "yes")
        #expect(try render("{{#on}}yes{{/on}}{{^on}}no{{/on}}", ["on": false]) == "no")
        #expect(try render("{{#x}}[{{x}}]{{/x}}", ["x": "1"]) == "[1]")
        let list: PageRecord = ["items": .list([["n": "1"], ["n": "2"]]), "n": "0", "m": "9"]
        #expect(try render("{{n}}{{#items}}{{n}}{{m}}{{/items}}{{^items}}none{{/items}}", list) == "01929")
        #expect(try render("{{^items}}none{{/items}}", ["items": .list([])]) == "none")
        #expect(try render("<{{> part}}>", ["x": "1"], partials: ["part": "{{x}}"]) == "<1>")
    }

    /// attacks 5.7 #77: also where a mark beside it makes one character of the two.
    @Test(arguments: [
        ("<b>", "&lt;b&gt;"), ("\"'`&", "&quot;&#39;&#96;&amp;"), ("\"\u{301}", "&quot;\u{301}"),
        ("\u{600}\"", "\u{600}&quot;"), ("<\u{338}", "&lt;\u{338}"), ("'\u{FE0F}\u{20E3}", "&#39;\u{FE0F}\u{20E3}"),
        ("&amp;", "&amp;amp;"), ("{{x}}", "{{x}}"), ("ä€😀", "ä€😀"),
    ])
    func escapesEveryValue(text: String, html: String) throws {
        #expect(try render("{{x}}", ["x": .text(text)]).utf8.elementsEqual(html.utf8))
    }

    @Test(arguments: [
        ("{{x", TemplateFlaw.unclosedTag), ("{{#x}}", .unclosedSection("x")), ("{{/x}}", .wrongClosing("x")),
        ("{{#x}}{{/y}}", .wrongClosing("y")), ("{{}}", .badName("")), ("{{a b}}", .badName("a b")),
        ("{{{x}}}", .badName("{x")), ("{{&x}}", .badName("&x")), ("{{y}}", .unknownName("y")),
        ("{{#y}}{{/y}}", .unknownName("y")), ("{{> y}}", .unknownTemplate("y")), ("{{flag}}", .notText("flag")),
        ("{{> page}}", .tooDeep("page")),
    ])
    func refusesTemplatesThatAreNone(template: String, flaw: TemplateFlaw) {
        #expect(throws: flaw) { try render(template, ["x": "1", "flag": true]) }
    }
}
