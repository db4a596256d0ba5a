/// The labels of one series, in order.
package struct MetricLabels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private let pairs: [Pair]

    /// One label.
    private struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        pairs = elements.map { Pair(name: $0.0, value: $0.1) }
    }

    package init(_ labels: [(String, String)]) {
        pairs = labels.map { Pair(name: $0.0, value: $0.1) }
    }

    /// What is counted once a name has too many series.
    static let overflow: MetricLabels = ["overflow": "true"]

    /// `name="value"`, separated by commas; backslash, quote and line feed escaped.
    var text: String {
        pairs.map { pair in
            let value = pair.value.reduce(into: "") { out, character in
                switch character {
                case "\\": out += "\\\\"
                case "\"": out += "\\\""
                case "\n": out += "\\n"
                default: out.append(character)
                }
            }
            return "\(pair.name)=\"\(value)\""
        }.joined(separator: ",")
    }
}
