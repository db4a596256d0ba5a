import Encoding

/// A filter as it was written, by the grammar of RFC 7644 figure 1: names and values are read, but mean nothing yet.
/// ``CheckedFilter`` is what a schema makes of it.
package indirect enum SCIMFilter: Sendable, Equatable {
    case comparison(String, ComparisonOperator, FilterLiteral)
    case present(String)
    /// `emails[type eq "work"]`: all conditions on one element.
    case element(String, SCIMFilter)
    case not(SCIMFilter)
    case and(SCIMFilter, SCIMFilter)
    case or(SCIMFilter, SCIMFilter)
}

/// The operators that take a value; `pr` takes none.
package enum ComparisonOperator: String, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case contains = "co"
    case startsWith = "sw"
    case endsWith = "ew"
    case greaterThan = "gt"
    case greaterOrEqual = "ge"
    case lessThan = "lt"
    case lessOrEqual = "le"

    var isOrdering: Bool {
        switch self {
        case .greaterThan, .greaterOrEqual, .lessThan, .lessOrEqual: true
        case .equal, .notEqual, .contains, .startsWith, .endsWith: false
        }
    }

    var isSubstring: Bool {
        switch self {
        case .contains, .startsWith, .endsWith: true
        case .equal, .notEqual, .greaterThan, .greaterOrEqual, .lessThan, .lessOrEqual: false
        }
    }
}

/// A value of a filter: JSON's scalars (RFC 7644 figure 1, compValue), and bare words, which the check admits for a few
/// attributes only.
package enum FilterLiteral: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number as it was written.
    case number(String)
    case string(String)
    /// A word without quotation marks.
    case word(String)

    package static func == (first: FilterLiteral, second: FilterLiteral) -> Bool {
        switch (first, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.number(let first), .number(let second)), (.string(let first), .string(let second)),
            (.word(let first), .word(let second)):
            first.hasSameBytes(as: second)
        default: false
        }
    }
}
