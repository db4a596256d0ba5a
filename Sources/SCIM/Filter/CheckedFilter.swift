/// A filter that a schema has been held against: every name is an attribute that may be read, every value has its type,
/// every operator fits. It is what an evaluator or a compiler to SQL works on.
package indirect enum CheckedFilter: Sendable, Equatable {
    case comparison(AttributeReference, ComparisonOperator, FilterValue)
    case present(AttributeReference)
    /// One element of a multi-valued complex attribute that meets the condition, whose references are to sub-attributes
    /// of the element: `attribute` in them is the sub-attribute.
    case element(AttributeReference, CheckedFilter)
    case not(CheckedFilter)
    case and(CheckedFilter, CheckedFilter)
    case or(CheckedFilter, CheckedFilter)
    /// What this type cannot have: an attribute of another type in a search that crosses types.
    case nothing
}

/// A value by the type of the attribute it is compared with.
package enum FilterValue: Sendable, Equatable {
    /// Compared byte by byte.
    case exact(String)
    /// Already folded by ``CaseFolding``; compared with folded values.
    case folded(String)
    case bool(Bool)
    case number(Double)
    case instant(SCIMInstant)

    package static func == (first: FilterValue, second: FilterValue) -> Bool {
        switch (first, second) {
        case (.exact(let first), .exact(let second)), (.folded(let first), .folded(let second)):
            first.utf8.elementsEqual(second.utf8)
        case (.bool(let first), .bool(let second)): first == second
        case (.number(let first), .number(let second)): first == second
        case (.instant(let first), .instant(let second)): first == second
        default: false
        }
    }
}

extension CheckedFilter {
    /// The filter of a text for one type.
    ///
    /// - Parameters:
    ///   - report: notes the lenient forms that were read.
    ///   - unknownMatchesNothing: true for a search that crosses types, where an attribute that this type does not have
    ///     is no error (RFC 7644 section 3.4.2.1); else it is refused.
    package static func parse(
        _ text: String,
        for definition: ResourceDefinition,
        report: inout LeniencyReport,
        unknownMatchesNothing: Bool = false
    ) throws(SCIMError) -> CheckedFilter {
        var checker = FilterChecker(definition: definition, unknownMatchesNothing: unknownMatchesNothing)
        let checked = try checker.check(try FilterParser.parse(text, report: &report))
        report.merge(checker.report)
        return checked
    }

    /// The value that the attribute must equal, where the filter is exactly that: `userName eq "x"`. The look-ups that
    /// IdPs make by the thousand.
    package var soleEquality: (AttributeReference, FilterValue)? {
        guard case .comparison(let reference, .equal, let value) = self else { return nil }
        return (reference, value)
    }
}
