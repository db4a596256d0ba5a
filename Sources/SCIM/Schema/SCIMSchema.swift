/// A schema: a URN and the attributes it names (RFC 7643 section 7).
package struct SCIMSchema: Sendable, Equatable {
    /// The URN, compared without case (RFC 7643 section 2.1 by way of RFC 8141).
    package let id: String
    package let name: String
    package let text: String
    package let attributes: [SchemaAttribute]

    package init(id: String, name: String, text: String, attributes: [SchemaAttribute]) {
        self.id = id
        self.name = name
        self.text = text
        self.attributes = attributes
    }

    package func attribute(named name: some StringProtocol) -> SchemaAttribute? {
        attributes.first { $0.isNamed(name) }
    }
}

/// The URNs of the messages (RFC 7644 section 8.2), apart from those of schemas.
package enum MessageURN {
    package static let listResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    package static let searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    package static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
    package static let bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
    package static let bulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
    package static let error = "urn:ietf:params:scim:api:messages:2.0:Error"
}
