package import FoundationEssentials

/// Where a workspace stands in its life.
package enum WorkspaceState: String, Sendable, CaseIterable {
    /// Asked for; its database does not stand yet.
    case creating
    case active
    /// Kept, but every door answers 403.
    case suspended
    case closing
    case closed
}

/// One customer, as the control database knows it. Nothing of a person is in it.
package struct Workspace: Sendable, Equatable {
    package let id: WorkspaceID
    package let slug: WorkspaceSlug
    /// What people see, up to 100 characters.
    package let name: String
    package let region: String
    package let state: WorkspaceState
    package let createdAt: Date

    package init(
        id: WorkspaceID,
        slug: WorkspaceSlug,
        name: String,
        region: String,
        state: WorkspaceState,
        createdAt: Date
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.region = region
        self.state = state
        self.createdAt = createdAt
    }
}
