/// The attributes that every resource has and no schema lists (RFC 7643 section 3.1).
package enum CommonAttributes {
    package static let schemas = SchemaAttribute(
        "schemas",
        "The URNs of the schemas that the resource holds data of.",
        .reference,
        multiValued: true,
        required: true,
        caseExact: false,
        returned: .always,
        referenceTypes: ["uri"]
    )

    package static let id = SchemaAttribute(
        "id",
        "The identifier that this service gave the resource.",
        caseExact: true,
        mutability: .readOnly,
        returned: .always,
        uniqueness: .server
    )

    package static let externalID = SchemaAttribute(
        "externalId",
        "The identifier that the provisioning client gave the resource.",
        caseExact: true
    )

    package static let meta = SchemaAttribute(
        "meta",
        "What the service notes about the resource.",
        .complex,
        mutability: .readOnly,
        subAttributes: [
            SchemaAttribute("resourceType", "The name of its type.", caseExact: true, mutability: .readOnly),
            SchemaAttribute("created", "When it was made.", .dateTime, mutability: .readOnly),
            SchemaAttribute("lastModified", "When it last changed.", .dateTime, mutability: .readOnly),
            SchemaAttribute("location", "Its address.", .reference, mutability: .readOnly, referenceTypes: ["uri"]),
            SchemaAttribute("version", "Its weak entity tag.", caseExact: true, mutability: .readOnly),
        ]
    )

    package static let all = [schemas, id, externalID, meta]
}
