/// A page's markup with places for values, in the part of Mustache that can't go wrong: `{{name}}` (always escaped),
/// `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}`, `{{> partial}}`, `{{! comment }}`.
///
/// There is no way to write a value unescaped, a name that has no value is an error instead of nothing, and neither
/// reflection nor Foundation takes part.
struct Template: Sendable {
    indirect enum Node: Sendable {
        case markup(String)
        case value(String)
        case section(String, [Node])
        case inverted(String, [Node])
        case partial(String)
    }

    let nodes: [Node]

    /// Throws ``TemplateFlaw``.
    init(_ text: String) throws(TemplateFlaw) {
        var rest = text[...]
        nodes = try Self.nodes(in: &rest, closing: nil)
    }

    private static func nodes(in rest: inout Substring, closing: String?) throws(TemplateFlaw) -> [Node] {
        var nodes: [Node] = []
        while let open = rest.firstRange(of: "{{") {
            nodes.append(.markup(String(rest[..<open.lowerBound])))
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { throw .unclosedTag }
            let tag = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            guard let kind = tag.first else { throw .badName("") }
            switch kind {
            case "!": continue
            case "#":
                let name = try Self.name(tag.dropFirst())
                nodes.append(.section(name, try Self.nodes(in: &rest, closing: name)))
            case "^":
                let name = try Self.name(tag.dropFirst())
                nodes.append(.inverted(name, try Self.nodes(in: &rest, closing: name)))
            case "/":
                let name = try Self.name(tag.dropFirst())
                guard name == closing else { throw .wrongClosing(name) }
                return nodes
            case ">":
                nodes.append(.partial(try Self.name(tag.dropFirst())))
            default:
                nodes.append(.value(try Self.name(tag)))
            }
        }
        if let closing { throw .unclosedSection(closing) }
        nodes.append(.markup(String(rest)))
        return nodes
    }

    /// Letters, digits and underscores; so `{{{` and `{{&` are no tags here.
    private static func name(_ text: Substring) throws(TemplateFlaw) -> String {
        let name = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            throw .badName(String(text))
        }
        return String(name)
    }
}

/// What is wrong with a template, or with what a page hands it. Found by the test that renders every page.
enum TemplateFlaw: Error, Equatable, Sendable {
    case unclosedTag
    case unclosedSection(String)
    case wrongClosing(String)
    case badName(String)
    case unknownTemplate(String)
    case unknownName(String)
    /// A section's name where a text was needed.
    case notText(String)
    /// Partials within partials without end.
    case tooDeep(String)
}
