/// A resource type with its schemas: what a name in a body, a path or a filter means (RFC 7643 section 6).
package struct ResourceDefinition: Sendable, Equatable {
    /// The type's name, and `meta.resourceType` of its resources.
    package let name: String
    /// Relative to the base address, with its slash.
    package let endpoint: String
    package let text: String
    package let core: SCIMSchema
    /// In the order of publication. None is required.
    package let extensions: [SCIMSchema]
    /// The common and core attributes, which stand at the top of a resource.
    package let topLevelAttributes: [SchemaAttribute]

    package init(name: String, endpoint: String, text: String, core: SCIMSchema, extensions: [SCIMSchema] = []) {
        self.name = name
        self.endpoint = endpoint
        self.text = text
        self.core = core
        self.extensions = extensions
        topLevelAttributes = CommonAttributes.all + core.attributes
    }

    package static let user = user(extensions: [])
    package static let group = ResourceDefinition(
        name: "Group",
        endpoint: "/Groups",
        text: "Groups",
        core: .group
    )
    package static let role = ResourceDefinition(name: "Role", endpoint: "/Roles", text: "Roles", core: .role)

    /// The user with the enterprise extension and the workspace's own.
    package static func user(extensions: [SCIMSchema]) -> ResourceDefinition {
        ResourceDefinition(
            name: "User",
            endpoint: "/Users",
            text: "Users",
            core: .user,
            extensions: [.enterpriseUser] + extensions
        )
    }

    /// A common or core attribute, by either case.
    package func attribute(named name: some StringProtocol) -> SchemaAttribute? {
        topLevelAttributes.first { $0.isNamed(name) }
    }

    package func extensionSchema(id: some StringProtocol) -> SCIMSchema? {
        extensions.first { CaseFolding.sameName($0.id, id) }
    }
}
