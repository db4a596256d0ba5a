import Encoding

extension SCIMFilter {
    /// The filter in its shortest usual writing: operators in lower case, parentheses only where precedence needs them.
    /// Parsing it gives the same tree.
    package var text: String { printed(within: .or) }

    /// What surrounds a term; the later bind tighter.
    private enum Precedence: Int {
        case or, and, term
    }

    private func printed(within surrounding: Precedence) -> String {
        switch self {
        case .comparison(let name, let comparison, let literal):
            "\(name) \(comparison.rawValue) \(literal.text)"
        case .present(let name): "\(name) pr"
        case .element(let name, let condition): "\(name)[\(condition.printed(within: .or))]"
        case .not(let inner): "not (\(inner.printed(within: .or)))"
        case .and(let first, let second):
            // Chains lean to the left, so that an `and` on the right must keep its parentheses to stay the same tree.
            Self.enclosed(
                "\(first.printed(within: .and)) and \(second.printed(within: .term))",
                surrounding == .term
            )
        case .or(let first, let second):
            Self.enclosed(
                "\(first.printed(within: .or)) or \(second.isOr ? "(\(second.text))" : second.printed(within: .and))",
                surrounding != .or
            )
        }
    }

    private var isOr: Bool {
        if case .or = self { return true }
        return false
    }

    private static func enclosed(_ text: String, _ needed: Bool) -> String {
        needed ? "(\(text))" : text
    }
}

extension FilterLiteral {
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .word(let text): text
        case .string(let value): JSONValue.string(value).text
        }
    }
}
