extension SCIMSchema {
    /// The enterprise extension of the user (RFC 7643 section 4.3).
    package static let enterpriseUser = SCIMSchema(
        id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        name: "EnterpriseUser",
        text: "What an organisation notes about a person.",
        attributes: [
            SchemaAttribute("employeeNumber", "The number of the person in the organisation."),
            SchemaAttribute("costCenter", "The cost centre."),
            SchemaAttribute("organization", "The organisation."),
            SchemaAttribute("division", "The division."),
            SchemaAttribute("department", "The department."),
            SchemaAttribute(
                "manager",
                "The person's manager.",
                .complex,
                subAttributes: [
                    SchemaAttribute("value", "The id of the manager's user.", caseExact: true),
                    SchemaAttribute("$ref", "The address of the manager's user.", .reference, referenceTypes: ["User"]),
                    SchemaAttribute("displayName", "The manager's display name.", mutability: .readOnly),
                ]
            ),
        ]
    )
}
