import Encoding

/// Holds a filter against the schemas of one type.
struct FilterChecker {
    let definition: ResourceDefinition
    let unknownMatchesNothing: Bool
    private(set) var report = LeniencyReport()

    init(definition: ResourceDefinition, unknownMatchesNothing: Bool = false) {
        self.definition = definition
        self.unknownMatchesNothing = unknownMatchesNothing
    }

    mutating func check(_ filter: SCIMFilter) throws(SCIMError) -> CheckedFilter {
        switch filter {
        case .and(let first, let second): return .and(try check(first), try check(second))
        case .or(let first, let second): return .or(try check(first), try check(second))
        case .not(let inner): return .not(try check(inner))
        case .present(let name):
            guard let reference = try reference(name) else { return .nothing }
            return .present(reference)
        case .comparison(let name, let comparison, let literal):
            guard let reference = try reference(name) else { return Self.absent(comparison, literal) }
            return try check(reference, comparison, literal)
        case .element(let name, let condition):
            guard let reference = try reference(name) else { return .nothing }
            guard reference.subAttribute == nil, reference.attribute.type == .complex else {
                throw SCIMError(.filterOperator, "\(Quoted.text(name)) has no elements to filter.")
            }
            return .element(reference, try check(condition, elementOf: reference.attribute))
        }
    }

    /// A condition on one element: its names are sub-attributes.
    mutating func check(_ filter: SCIMFilter, elementOf attribute: SchemaAttribute) throws(SCIMError) -> CheckedFilter {
        switch filter {
        case .and(let first, let second):
            return .and(try check(first, elementOf: attribute), try check(second, elementOf: attribute))
        case .or(let first, let second):
            return .or(try check(first, elementOf: attribute), try check(second, elementOf: attribute))
        case .not(let inner): return .not(try check(inner, elementOf: attribute))
        case .present(let name): return .present(try subReference(name, of: attribute))
        case .comparison(let name, let comparison, let literal):
            return try check(try subReference(name, of: attribute), comparison, literal)
        case .element(let name, _):
            throw SCIMError(.filterSyntax, "\(Quoted.text(name)): brackets within brackets.")
        }
    }

    /// The attribute of that name; nil where this type does not have it and the search crosses types.
    private mutating func reference(_ name: String) throws(SCIMError) -> AttributeReference? {
        guard case .attribute(let reference) = definition.resolve(name, unqualifiedManager: true) else {
            if unknownMatchesNothing { return nil }
            throw SCIMError(.filterUnknownAttribute, "\(definition.name) has no attribute \(Quoted.text(name)).")
        }
        // attacks 5.6 #59: what is never returned must not be guessed letter by letter either.
        guard reference.isReadable else { throw SCIMError(.filterSecretAttribute) }
        if reference.extensionID != nil, CaseFolding.sameName(name.prefix(7), "manager") {
            report.note(.unqualifiedManager)
        }
        return reference
    }

    /// RFC 7644 section 3.4.2.1: an attribute that the type does not have is treated "as if there is no attribute value".
    private static func absent(_ comparison: ComparisonOperator, _ literal: FilterLiteral) -> CheckedFilter {
        let holds = literal == .null ? comparison == .equal : comparison == .notEqual
        return holds ? .not(.nothing) : .nothing
    }

    private func subReference(_ name: String, of attribute: SchemaAttribute) throws(SCIMError) -> AttributeReference {
        guard let sub = attribute.subAttribute(named: name) else {
            throw SCIMError(
                .filterUnknownAttribute,
                "\(attribute.name) has no sub-attribute \(Quoted.text(name))."
            )
        }
        guard sub.isReadable else { throw SCIMError(.filterSecretAttribute) }
        return AttributeReference(attribute: sub)
    }

    private mutating func check(
        _ named: AttributeReference,
        _ comparison: ComparisonOperator,
        _ literal: FilterLiteral
    ) throws(SCIMError) -> CheckedFilter {
        // `eq null` and `ne null` are "not pr" and "pr": unassigned and null are one state (RFC 7643 section 2.5).
        if literal == .null {
            switch comparison {
            case .equal: return .not(.present(named))
            case .notEqual: return .present(named)
            default: throw SCIMError(.filterValue, "Only eq and ne compare with null.")
            }
        }
        let reference = try comparable(named)
        try requireOperator(comparison, for: reference.leaf)
        return .comparison(reference, comparison, try value(literal, for: reference.leaf))
    }

    /// The `value` of a complex attribute that is compared without naming a sub-attribute.
    private func comparable(_ reference: AttributeReference) throws(SCIMError) -> AttributeReference {
        guard reference.leaf.type == .complex else { return reference }
        guard reference.subAttribute == nil, let value = reference.attribute.valueSubAttribute else {
            throw SCIMError(.filterOperator, "\(reference.text) is complex: name a sub-attribute.")
        }
        return AttributeReference(
            extensionID: reference.extensionID,
            attribute: reference.attribute,
            subAttribute: value
        )
    }

    private func requireOperator(_ comparison: ComparisonOperator, for leaf: SchemaAttribute) throws(SCIMError) {
        let fits: Bool =
            switch leaf.type {
            case .string, .reference: true
            // RFC 7644 table 3: ordering a boolean or a binary value fails with invalidFilter.
            case .boolean, .binary: !comparison.isOrdering && !comparison.isSubstring
            case .integer, .decimal, .dateTime: !comparison.isSubstring
            case .complex: false
            }
        guard fits else {
            throw SCIMError(.filterOperator, "\(comparison.rawValue) does not fit \(leaf.name), a \(leaf.type).")
        }
    }

    private mutating func value(_ literal: FilterLiteral, for leaf: SchemaAttribute) throws(SCIMError) -> FilterValue {
        switch (leaf.type, literal) {
        case (.string, .string(let text)), (.reference, .string(let text)), (.binary, .string(let text)):
            return leaf.isCaseExact ? .exact(text) : .folded(CaseFolding.folded(text))
        case (.boolean, .bool(let value)): return .bool(value)
        case (.boolean, .string(let text)), (.boolean, .word(let text)):
            guard let value = ValueReading.lenientBoolean(text) else { break }
            report.note(.booleanAsString)
            return .bool(value)
        case (.integer, .number(let text)), (.decimal, .number(let text)):
            guard let value = Double(text), value.isFinite else { break }
            return .number(value)
        case (.dateTime, .string(let text)):
            guard let instant = SCIMInstant(text) else { break }
            return .instant(instant)
        case (.dateTime, .word(let text)):
            guard let instant = SCIMInstant(text) else { break }
            report.note(.unquotedValue)
            return .instant(instant)
        case (.string, .word(let text)), (.string, .number(let text)):
            // Entra's documentation shows identifiers bare; elsewhere a bare word is more likely a mistake. Every string
            // that compares with case is an identifier here.
            guard leaf.isCaseExact else { break }
            report.note(.unquotedValue)
            return .exact(text)
        default: break
        }
        throw SCIMError(.filterValue, "\(Quoted.text(literal.text)) is no value of \(leaf.name), a \(leaf.type).")
    }
}
