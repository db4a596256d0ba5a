/// All templates, by the names of their files.
struct TemplateLibrary: Sendable {
    /// Partials within partials; ours go to three.
    private static let maximumDepth = 16

    private let templates: [String: Template]

    /// Throws ``TemplateFlaw``.
    init(_ texts: [String: String]) throws(TemplateFlaw) {
        var templates: [String: Template] = [:]
        for (name, text) in texts { templates[name] = try Template(text) }
        self.templates = templates
    }

    /// The page. Names are looked for in the innermost record first. Throws ``TemplateFlaw``.
    func render(_ name: String, _ record: PageRecord) throws(TemplateFlaw) -> String {
        var out = ""
        try render(name, [record], into: &out, depth: 0)
        return out
    }

    private func render(
        _ name: String,
        _ records: [PageRecord],
        into out: inout String,
        depth: Int
    ) throws(TemplateFlaw) {
        guard let template = templates[name] else { throw .unknownTemplate(name) }
        guard depth < Self.maximumDepth else { throw .tooDeep(name) }
        try render(template.nodes, records, into: &out, depth: depth + 1)
    }

    private func render(
        _ nodes: [Template.Node],
        _ records: [PageRecord],
        into out: inout String,
        depth: Int
    ) throws(TemplateFlaw) {
        for node in nodes {
            switch node {
            case .markup(let text): out += text
            case .value(let name):
                guard case .text(let text) = try value(name, records) else { throw .notText(name) }
                out += HTMLEscaping.escape(text)
            case .partial(let name): try render(name, records, into: &out, depth: depth)
            case .section(let name, let nodes):
                switch try value(name, records) {
                case .flag(false): break
                case .flag(true): try render(nodes, records, into: &out, depth: depth)
                // Within the section of a text, its name is the text.
                case .text: try render(nodes, records, into: &out, depth: depth)
                case .record(let record): try render(nodes, records + [record], into: &out, depth: depth)
                case .list(let list):
                    for record in list { try render(nodes, records + [record], into: &out, depth: depth) }
                }
            case .inverted(let name, let nodes):
                switch try value(name, records) {
                case .flag(false): try render(nodes, records, into: &out, depth: depth)
                case .list(let list) where list.isEmpty: try render(nodes, records, into: &out, depth: depth)
                case .flag, .text, .record, .list: break
                }
            }
        }
    }

    private func value(_ name: String, _ records: [PageRecord]) throws(TemplateFlaw) -> PageValue {
        for record in records.reversed() {
            if let value = record[name] { return value }
        }
        throw .unknownName(name)
    }
}
