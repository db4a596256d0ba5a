import Encoding

/// The order of a list. Every order ends in the id, so that it is total and pages never overlap or leave a gap.
package struct SortOrder: Sendable {
    private let reference: AttributeReference?
    private let isDescending: Bool

    /// The order of the ids alone, where nothing is asked for.
    package static let byID = SortOrder(reference: nil, isDescending: false)

    private init(reference: AttributeReference?, isDescending: Bool) {
        self.reference = reference
        self.isDescending = isDescending
    }

    /// - Throws: `SCIM-LIST-03` for an attribute that is unknown, never shown, or complex without a value.
    package init(
        by name: String,
        descending: Bool,
        for definition: ResourceDefinition
    ) throws(SCIMError) {
        // attacks 5.6 #60: an order by what is never shown would tell of it.
        guard case .attribute(let named) = definition.resolve(name), named.isReadable else {
            throw SCIMError(.listSort, "\(definition.name) cannot be sorted by \(Quoted.text(name)).")
        }
        var reference = named
        if named.leaf.type == .complex {
            guard let value = named.attribute.valueSubAttribute else {
                throw SCIMError(.listSort, "\(named.text) is complex: name a sub-attribute.")
            }
            reference = AttributeReference(
                extensionID: named.extensionID,
                attribute: named.attribute,
                subAttribute: value
            )
        }
        self.init(reference: reference, isDescending: descending)
    }

    /// The attribute sorted by; nil for the ids.
    package var attribute: AttributeReference? { reference }

    package func sorted(_ resources: [SCIMResource]) -> [SCIMResource] {
        resources.map { (key: key(of: $0), resource: $0) }.sorted { first, second in
            switch Self.compare(first.key, second.key) {
            case .some(let isBefore): isDescending ? !isBefore : isBefore
            case nil: (first.resource.id ?? "").utf8.lexicographicallyPrecedes((second.resource.id ?? "").utf8)
            }
        }.map(\.resource)
    }

    private enum Key {
        /// Last in ascending order, first in descending (RFC 7644 section 3.4.2.3).
        case missing
        case text([UInt8])
        case number(Double)
        case instant(SCIMInstant)
    }

    private func key(of resource: SCIMResource) -> Key {
        guard let reference, let value = value(of: resource, reference) else { return .missing }
        switch value {
        case .string(let text):
            if reference.leaf.type == .dateTime { return SCIMInstant(text).map { .instant($0) } ?? .missing }
            return .text(Array((reference.leaf.isCaseExact ? text : CaseFolding.folded(text)).utf8))
        case .bool(let flag): return .number(flag ? 1 : 0)
        case .number(let number): return number.double.map { .number($0) } ?? .missing
        case .null, .array, .object: return .missing
        }
    }

    /// Of several values the primary counts, else the first.
    private func value(of resource: SCIMResource, _ reference: AttributeReference) -> JSONValue? {
        guard reference.attribute.isMultiValued else { return resource.values(of: reference).first }
        let elements =
            resource.value(of: reference.attribute, extensionID: reference.extensionID)?.array ?? []
        guard let element = elements.first(where: { $0.object?["primary"]?.bool == true }) ?? elements.first else {
            return nil
        }
        return reference.subAttribute.map { element.object?[$0.name] } ?? element
    }

    /// Whether the first comes first; nil where they are equal.
    private static func compare(_ first: Key, _ second: Key) -> Bool? {
        switch (first, second) {
        case (.missing, .missing): nil
        case (.missing, _): false
        case (_, .missing): true
        case (.text(let first), .text(let second)): first == second ? nil : first.lexicographicallyPrecedes(second)
        case (.number(let first), .number(let second)): first == second ? nil : first < second
        case (.instant(let first), .instant(let second)): first == second ? nil : first < second
        default: nil
        }
    }
}
