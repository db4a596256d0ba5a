extension SCIMSchema {
    /// The group (RFC 7643 section 4.2). Members are direct members; nested groups are not expanded.
    package static let group = SCIMSchema(
        id: "urn:ietf:params:scim:schemas:core:2.0:Group",
        name: "Group",
        text: "A group of people of the workspace. Groups grant nothing by themselves.",
        attributes: [
            // Required and unique by our storage; the RFC asks for neither, Entra needs both.
            SchemaAttribute("displayName", "The name of the group.", required: true, uniqueness: .server),
            GroupAttributes.members,
        ]
    )
}

package enum GroupAttributes {
    /// RFC 7643 section 4.2: an element is added or removed whole, its sub-attributes never change (section 2.4 says the
    /// same of `display`).
    package static let members = SchemaAttribute(
        "members",
        "The members of the group. A member is in it once, by its value.",
        .complex,
        multiValued: true,
        subAttributes: [
            SchemaAttribute("value", "The id of the member.", caseExact: true, mutability: .immutable),
            SchemaAttribute(
                "$ref",
                "The address of the member.",
                .reference,
                mutability: .immutable,
                referenceTypes: ["User", "Group"]
            ),
            SchemaAttribute(
                "type",
                "The type of the member.",
                mutability: .immutable,
                canonicalValues: ["User", "Group"]
            ),
            SchemaAttribute("display", "A name to show.", mutability: .immutable),
        ]
    )
}
