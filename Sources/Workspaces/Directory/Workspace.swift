package import FoundationEssentials

/// Where a workspace stands in its life.
package enum WorkspaceState: String, Sendable, CaseIterable {
    /// Asked for; its database does not stand yet. Becomes active, or closing where it is given up.
    case creating
    /// Becomes suspended or closing.
    case active
    /// Kept, but every door answers 403. Becomes active or closing.
    case suspended
    /// Nobody gets in any more; its database is about to go. Becomes closed.
    case closing
    /// Gone; the row keeps the slug from being used again.
    case closed

    /// Whether there is a database to look into: not where it is still being made, is about to go, or is gone.
    package var hasDatabase: Bool {
        switch self {
        case .active, .suspended: true
        case .creating, .closing, .closed: false
        }
    }
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
    /// All tokens of the workspace that were issued up to this second are revoked: whoever issues waits for a later one.
    package let tokensRevokedAt: Date?

    package init(
        id: WorkspaceID,
        slug: WorkspaceSlug,
        name: String,
        region: String,
        state: WorkspaceState,
        createdAt: Date,
        tokensRevokedAt: Date? = nil
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.region = region
        self.state = state
        self.createdAt = createdAt
        self.tokensRevokedAt = tokensRevokedAt
    }

    /// Whether something that was handed out at `moment`, to be used once or for a while, still counts: not where all that
    /// the workspace had handed out was revoked since. So a used one stays used when an old backup, in which it looks unused,
    /// is restored (attacks 5.8 #80): this moment is in another database.
    package func honours(issuedAt moment: Date) -> Bool { tokensRevokedAt.map { moment > $0 } ?? true }
}
