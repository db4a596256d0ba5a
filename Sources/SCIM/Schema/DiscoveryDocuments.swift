package import Encoding

/// What a service provider says of itself (RFC 7643 sections 5 to 7), made from the values that reading and writing use.
package struct DiscoveryDocuments: Sendable {
    package static let schemaURN = "urn:ietf:params:scim:schemas:core:2.0:Schema"
    package static let resourceTypeURN = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    package static let serviceProviderConfigURN = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"

    private let definitions: [ResourceDefinition]
    private let base: String

    /// - Parameter base: the address that endpoints are relative to, without a slash at its end.
    package init(definitions: [ResourceDefinition], base: String) {
        self.definitions = definitions
        self.base = base
    }

    /// Every schema once, in the order of the types.
    private var schemas: [SCIMSchema] {
        var schemas: [SCIMSchema] = []
        for schema in definitions.flatMap({ [$0.core] + $0.extensions })
        where !schemas.contains(where: { $0.id.hasSameURN(as: schema.id) }) {
            schemas.append(schema)
        }
        return schemas
    }

    /// `/Schemas`, with the `totalResults` that strict clients need.
    package var schemaList: JSONValue { list(schemas.map(document)) }

    /// `/Schemas/{URN}`; nil where it is unknown.
    package func schema(id: String) -> JSONValue? {
        schemas.first { $0.id.hasSameURN(as: id) }.map { .object(document($0)) }
    }

    /// `/ResourceTypes`.
    package var resourceTypeList: JSONValue { list(definitions.map(document)) }

    /// `/ResourceTypes/{name}`; nil where it is unknown.
    package func resourceType(name: String) -> JSONValue? {
        definitions.first { $0.name.hasSameBytes(as: name) }.map { .object(document($0)) }
    }

    private func list(_ resources: [JSONObject]) -> JSONValue {
        ListResponse(
            resources: resources,
            totalResults: resources.count,
            page: .index(start: 1)
        ).rendered
    }

    private func document(_ schema: SCIMSchema) -> JSONObject {
        [
            "schemas": [.string(Self.schemaURN)],
            "id": .string(schema.id),
            "name": .string(schema.name),
            "description": .string(schema.text),
            "attributes": .array(schema.attributes.map { .object($0.document) }),
            "meta": meta("Schema", "/Schemas/\(schema.id)"),
        ]
    }

    private func document(_ definition: ResourceDefinition) -> JSONObject {
        var document: JSONObject = [
            "schemas": [.string(Self.resourceTypeURN)],
            "id": .string(definition.name),
            "name": .string(definition.name),
            "endpoint": .string(definition.endpoint),
            "description": .string(definition.text),
            "schema": .string(definition.core.id),
        ]
        if !definition.extensions.isEmpty {
            document["schemaExtensions"] = .array(
                definition.extensions.map { ["schema": .string($0.id), "required": false] }
            )
        }
        document["meta"] = meta("ResourceType", "/ResourceTypes/\(definition.name)")
        return document
    }

    private func meta(_ type: String, _ path: String) -> JSONValue {
        ["resourceType": .string(type), "location": .string(base + path)]
    }
}

extension SchemaAttribute {
    /// The attribute as `/Schemas` shows it (RFC 7643 section 7).
    fileprivate var document: JSONObject {
        var document: JSONObject = [
            "name": .string(name),
            "type": .string(type.rawValue),
            "multiValued": .bool(isMultiValued),
            "description": .string(text),
            "required": .bool(isRequired),
        ]
        if !canonicalValues.isEmpty { document["canonicalValues"] = .array(canonicalValues.map { .string($0) }) }
        if type != .complex { document["caseExact"] = .bool(isCaseExact) }
        document["mutability"] = .string(mutability.rawValue)
        document["returned"] = .string(returned.rawValue)
        document["uniqueness"] = .string(uniqueness.rawValue)
        if !referenceTypes.isEmpty { document["referenceTypes"] = .array(referenceTypes.map { .string($0) }) }
        if !subAttributes.isEmpty {
            document["subAttributes"] = .array(subAttributes.map { .object($0.document) })
        }
        return document
    }
}
