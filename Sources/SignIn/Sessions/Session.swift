package import FoundationEssentials
package import Workspaces

/// How long sessions last. Both are counted on the server; a cookie's or token's own age decides nothing.
package enum SessionLifetime {
    /// From the sign-in to the end, whatever is done meanwhile: 30 days.
    package static let absolute: TimeInterval = 30 * 24 * 3600
    /// From the last refresh or page to the end: 14 days.
    package static let idle: TimeInterval = 14 * 24 * 3600
}

/// How somebody proved who they are, by the names of RFC 8176.
package enum AuthenticationMethod: String, Sendable {
    case password = "pwd"
}

/// One sign-in of one user.
package struct Session: Sendable, Equatable {
    package let id: SessionID
    package let user: UserID
    /// The application that the session's tokens are for.
    package let clientID: String
    package let methods: [AuthenticationMethod]
    /// When the person proved who they are; `auth_time` in tokens.
    package let authenticatedAt: Date
    package let lastUsedAt: Date
    package let endedAt: Date?
    package let sourceAddress: String?
    package let userAgent: String?

    package init(
        id: SessionID,
        user: UserID,
        clientID: String,
        methods: [AuthenticationMethod],
        authenticatedAt: Date,
        lastUsedAt: Date,
        endedAt: Date?,
        sourceAddress: String?,
        userAgent: String?
    ) {
        self.id = id
        self.user = user
        self.clientID = clientID
        self.methods = methods
        self.authenticatedAt = authenticatedAt
        self.lastUsedAt = lastUsedAt
        self.endedAt = endedAt
        self.sourceAddress = sourceAddress
        self.userAgent = userAgent
    }

    /// Whether it still stands at `now`.
    package func isAlive(at now: Date) -> Bool {
        endedAt == nil && now < authenticatedAt.addingTimeInterval(SessionLifetime.absolute)
            && now < lastUsedAt.addingTimeInterval(SessionLifetime.idle)
    }
}

/// Why a session ended; stands in the audit entry.
package enum SessionEnd: String, Sendable {
    case signedOut = "signed_out"
    case endedByUser = "ended_by_user"
    case userDeactivated = "user_deactivated"
    case passwordChanged = "password_changed"
    case refreshTokenReused = "refresh_token_reused"
}
