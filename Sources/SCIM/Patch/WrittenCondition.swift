import Encoding

extension SCIMFilter {
    /// The names and values of a condition that is nothing but a conjunction of equalities.
    ///
    /// - Throws: `SCIM-PATCH-05` (noTarget) for any other: what element it asks for cannot be told.
    func equalities() throws(SCIMError) -> [(String, JSONValue)] {
        switch self {
        case .and(let first, let second): return try first.equalities() + second.equalities()
        case .comparison(let name, .equal, let literal):
            switch literal {
            case .string(let text): return [(name, .string(text))]
            case .bool(let value): return [(name, .bool(value))]
            case .number, .word, .null: break
            }
        case .comparison, .present, .element, .not, .or: break
        }
        throw SCIMError(.patchNoTarget)
    }
}

extension CheckedFilter {
    /// The values that a condition on elements names, where it is `value eq "x"` or a disjunction of such.
    var namedValues: [String]? {
        switch self {
        case .comparison(let reference, .equal, .exact(let value)) where reference.attribute.name == "value": [value]
        case .or(let first, let second):
            if let first = first.namedValues, let second = second.namedValues { first + second } else { nil }
        default: nil
        }
    }
}
