package import Encoding

extension CheckedFilter {
    /// Whether a resource is what the filter asks for.
    ///
    /// `ne` is the opposite of `eq` everywhere, so that it holds where the attribute is absent and, for a multi-valued
    /// attribute, where no value equals; RFC 7644 is silent on both.
    package func matches(_ resource: SCIMResource) -> Bool {
        switch self {
        case .and(let first, let second): first.matches(resource) && second.matches(resource)
        case .or(let first, let second): first.matches(resource) || second.matches(resource)
        case .not(let inner): !inner.matches(resource)
        case .nothing: false
        case .present(let reference):
            resource.values(of: reference).contains { !Self.isUnassigned($0) }
        case .comparison(let reference, let comparison, let value):
            Self.holds(comparison, value, resource.values(of: reference))
        case .element(let reference, let condition):
            resource.values(of: reference).contains { element in
                element.object.map(condition.matchesElement) ?? false
            }
        }
    }

    /// Whether one element of a multi-valued attribute meets a condition.
    package func matchesElement(_ element: JSONObject) -> Bool {
        switch self {
        case .and(let first, let second): first.matchesElement(element) && second.matchesElement(element)
        case .or(let first, let second): first.matchesElement(element) || second.matchesElement(element)
        case .not(let inner): !inner.matchesElement(element)
        case .nothing, .element: false
        case .present(let reference):
            element[reference.attribute.name].map { !Self.isUnassigned($0) } ?? false
        case .comparison(let reference, let comparison, let value):
            Self.holds(comparison, value, element[reference.attribute.name].map { [$0] } ?? [])
        }
    }

    private static func isUnassigned(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .array(let values): values.isEmpty
        case .object(let object): object.isEmpty
        case .string(let text): text.isEmpty
        case .bool, .number: false
        }
    }

    private static func holds(_ comparison: ComparisonOperator, _ value: FilterValue, _ found: [JSONValue]) -> Bool {
        comparison == .notEqual
            ? !found.contains { compare($0, .equal, value) } : found.contains { compare($0, comparison, value) }
    }

    private static func compare(_ found: JSONValue, _ comparison: ComparisonOperator, _ value: FilterValue) -> Bool {
        switch (value, found) {
        case (.exact(let wanted), .string(let text)): compare(text, comparison, wanted)
        case (.folded(let wanted), .string(let text)): compare(CaseFolding.folded(text), comparison, wanted)
        case (.bool(let wanted), .bool(let flag)): comparison == .equal && flag == wanted
        case (.number(let wanted), .number(let number)):
            number.double.map { order($0, comparison, wanted) } ?? false
        case (.instant(let wanted), .string(let text)):
            SCIMInstant(text).map { order($0, comparison, wanted) } ?? false
        default: false
        }
    }

    /// Strings are ordered by their bytes, which is the order of their scalars.
    private static func compare(_ text: String, _ comparison: ComparisonOperator, _ wanted: String) -> Bool {
        switch comparison {
        case .equal: text.hasSameBytes(as: wanted)
        case .notEqual: !text.hasSameBytes(as: wanted)
        case .startsWith: text.utf8.starts(with: wanted.utf8)
        case .endsWith: text.utf8.reversed().starts(with: wanted.utf8.reversed())
        case .contains: ByteSearch.contains(wanted, in: text)
        case .greaterThan: wanted.utf8.lexicographicallyPrecedes(text.utf8)
        case .greaterOrEqual: !text.utf8.lexicographicallyPrecedes(wanted.utf8)
        case .lessThan: text.utf8.lexicographicallyPrecedes(wanted.utf8)
        case .lessOrEqual: !wanted.utf8.lexicographicallyPrecedes(text.utf8)
        }
    }

    private static func order<Value: Comparable>(
        _ found: Value,
        _ comparison: ComparisonOperator,
        _ wanted: Value
    ) -> Bool {
        switch comparison {
        case .equal: found == wanted
        case .notEqual: found != wanted
        case .greaterThan: found > wanted
        case .greaterOrEqual: found >= wanted
        case .lessThan: found < wanted
        case .lessOrEqual: found <= wanted
        case .contains, .startsWith, .endsWith: false
        }
    }
}

/// Substring search over bytes.
private enum ByteSearch {
    /// Whether `text` holds `wanted`. Both are bounded (a filter's kilobyte, a value's four), so that the plain search
    /// stays small.
    static func contains(_ wanted: String, in text: String) -> Bool {
        let (needle, haystack) = (Array(wanted.utf8), Array(text.utf8))
        guard needle.count <= haystack.count else { return false }
        for start in 0...(haystack.count - needle.count)
        where haystack[start..<(start + needle.count)].elementsEqual(needle) {
            return true
        }
        return false
    }
}
