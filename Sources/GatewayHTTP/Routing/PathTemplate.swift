/// An address with places for parameters: `/w/{workspace}/api/v1/me/sessions/{sid}`.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// One segment of a template.
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    /// The parameter in which a workspace's slug stands.
    static let workspace = "workspace"

    package let description: String
    let segments: [Segment]

    package init(stringLiteral text: String) {
        description = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    var parameters: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// The templates that answer to the same paths have the same shape.
    var shape: [String] {
        segments.map { if case .literal(let text) = $0 { text } else { "{}" } }
    }

    /// The parameters' values where the path is one of this template's.
    func match(_ path: LiteralPath) -> [String: String]? {
        guard path.segments.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, text) in zip(segments, path.segments) {
            switch segment {
            case .literal(let literal):
                guard literal.utf8.elementsEqual(text.utf8) else { return nil }
            case .parameter(let name):
                values[name] = text
            }
        }
        return values
    }

    /// The path with the parameters filled in; nil where one is missing or not plain.
    package func path(_ values: [String: String]) -> LocalPath? {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let literal): text += "/\(literal)"
            case .parameter(let name):
                guard let value = values[name] else { return nil }
                text += "/\(value)"
            }
        }
        return LocalPath(text.isEmpty ? "/" : text)
    }
}
