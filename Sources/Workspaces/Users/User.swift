package import FoundationEssentials

/// Whether a user may sign in.
package enum UserStatus: Sendable, Equatable {
    case active
    case deactivated(since: Date)
}

/// A person in one workspace.
package struct User: Sendable, Equatable {
    package let id: UserID
    package let email: EmailAddress
    /// What others see, up to ``maximumNameCharacters``.
    package let name: String
    package let role: Role
    package let status: UserStatus
    package let createdAt: Date
    /// Access tokens issued up to this second are revoked; a new one is issued in a later second.
    package let tokensRevokedAt: Date?

    package static let maximumNameCharacters = 200

    package init(
        id: UserID,
        email: EmailAddress,
        name: String,
        role: Role,
        status: UserStatus,
        createdAt: Date,
        tokensRevokedAt: Date? = nil
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.role = role
        self.status = status
        self.createdAt = createdAt
        self.tokensRevokedAt = tokensRevokedAt
    }

    /// Whether `text` can be somebody's name: 1 to ``maximumNameCharacters`` characters, none of them a control character.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= maximumNameCharacters
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    package var isActive: Bool { status == .active }
}
