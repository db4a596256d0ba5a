package import Encoding

/// A resource in canonical form: names as the schemas spell them, values of their types, nothing unassigned, the data of
/// an extension under its URN. `schemas` is not in it, since it follows from what is.
package struct SCIMResource: Sendable, Equatable {
    package let definition: ResourceDefinition
    package internal(set) var attributes: JSONObject

    /// - Parameter attributes: canonical already, as ``ResourceReader`` makes them.
    package init(_ definition: ResourceDefinition, canonical attributes: JSONObject = JSONObject()) {
        self.definition = definition
        self.attributes = attributes
    }

    package var id: String? { attributes["id"]?.string }

    /// Whether the person may sign in: only where `active` is there and true, so that no way of losing the attribute lets
    /// anyone in (decision record 20).
    package var isActive: Bool { value(of: UserAttributes.active)?.bool == true }

    /// Byte by byte, whatever the order of the members: Swift's `==` takes composed and decomposed letters for one, which
    /// would make an edit between them a no-op.
    package static func == (first: SCIMResource, second: SCIMResource) -> Bool {
        first.definition == second.definition
            && JSONSameness.same(.object(first.attributes), .object(second.attributes))
    }

    /// The top-level or extension attribute's value.
    package func value(of attribute: SchemaAttribute, extensionID: String? = nil) -> JSONValue? {
        guard let extensionID else { return attributes[attribute.name] }
        return attributes[extensionID]?.object?[attribute.name]
    }

    /// Sets, or with nil removes. An extension that ends up empty goes with its URN (RFC 7643 section 3.3).
    mutating func set(_ value: JSONValue?, of attribute: SchemaAttribute, extensionID: String? = nil) {
        guard let extensionID else {
            attributes[attribute.name] = value
            return
        }
        var inner = attributes[extensionID]?.object ?? JSONObject()
        inner[attribute.name] = value
        attributes[extensionID] = inner.isEmpty ? nil : .object(inner)
    }

    /// All values that a reference reaches, each element of a multi-valued attribute by itself.
    func values(of reference: AttributeReference) -> [JSONValue] {
        if reference.attribute == CommonAttributes.schemas { return schemas.map { .string($0) } }
        guard let value = value(of: reference.attribute, extensionID: reference.extensionID) else { return [] }
        let elements = value.array ?? [value]
        guard let sub = reference.subAttribute else { return elements }
        return elements.compactMap { $0.object?[sub.name] }
    }

    /// The core URN and those of the extensions that hold data.
    package var schemas: [String] {
        [definition.core.id] + definition.extensions.map(\.id).filter { attributes[$0] != nil }
    }
}
