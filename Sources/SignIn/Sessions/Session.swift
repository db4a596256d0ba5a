package import FoundationEssentials
package import Workspaces

/// How long sessions last. Both are counted on the server; a cookie's or token's own age decides nothing.
package enum SessionLifetime {
    /// From the sign-in to the end, whatever is done meanwhile: 30 days.
    package static let absolute: TimeInterval = 30 * 24 * 3600
    /// From the last refresh or page to the end: 14 days.
    package static let idle: TimeInterval = 14 * 24 * 3600
    /// From a proof of who one is to the last act that needs a fresh one: 5 minutes.
    package static let proof: TimeInterval = 300
}

/// How somebody proved who they are, by the names of RFC 8176.
package enum AuthenticationMethod: String, Sendable {
    case password = "pwd"
    case oneTimePassword = "otp"
    /// Of a passkey's private key.
    case proofOfPossession = "pop"
    /// The authenticator knew who used it.
    case userVerified = "user"
    /// Stands beside the others where a first and a second factor are among them.
    case multipleFactors = "mfa"

    /// Each once, in the order of their first mention.
    static func merged(_ methods: [AuthenticationMethod]) -> [AuthenticationMethod] {
        methods.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
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
    /// When they did so last, by signing in or by step-up.
    package let provedAt: Date
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
        provedAt: Date,
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
        self.provedAt = provedAt
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

    /// Whether the person proved a moment ago who they are (attacks 5.1 #9).
    package func hasFreshProof(at now: Date) -> Bool {
        isAlive(at: now) && now < provedAt.addingTimeInterval(SessionLifetime.proof)
    }

    /// Whether it was opened, or later proved, by a first and a second factor.
    package var isMultiFactor: Bool { methods.contains(.multipleFactors) }
}

/// Why a session ended; stands in the audit entry.
package enum SessionEnd: String, Sendable {
    case signedOut = "signed_out"
    case endedByUser = "ended_by_user"
    case userDeactivated = "user_deactivated"
    case passwordChanged = "password_changed"
    case recoveredByOperator = "recovered_by_operator"
    case refreshTokenReused = "refresh_token_reused"
    case secondFactorsReset = "second_factors_reset"
}
