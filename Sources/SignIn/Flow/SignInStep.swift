package import Credentials
package import FoundationEssentials
package import Secrets
package import Workspaces

/// Where a sign-in stands after a step. ``SignInDispatcher`` alone decides.
package enum SignInStep<Grant: SignInGrant>: Sendable {
    /// - Parameter recoveryCodes: to be shown this once, where a factor was enrolled on the way; empty otherwise.
    case complete(Grant, recoveryCodes: [RecoveryCode])
    case secondFactorRequired(SignInChallenge)
    case enrolmentRequired(SignInChallenge)
}

/// What the holder of a begun sign-in needs to go on.
package struct SignInChallenge: Sendable {
    /// The transaction's token.
    package let transaction: Secret<String>
    /// By which factors it can go on, in the order in which they are offered.
    package let methods: [SignInFactor]
    package let expiresAt: Date

    package init(transaction: Secret<String>, methods: [SignInFactor], expiresAt: Date) {
        self.transaction = transaction
        self.methods = methods
        self.expiresAt = expiresAt
    }
}

/// What somebody gets who is signed in. Which of the two it is says by which door they came, so that a step at one door
/// can't be answered with what belongs to the other.
package protocol SignInGrant: Sendable {
    static var channel: SignInChannel { get }
    static func open(
        _ open: OpenSession,
        _ user: User,
        in workspace: Workspace,
        by methods: [AuthenticationMethod],
        _ change: WorkspaceChange
    ) async throws -> Self
}

/// What a signed-in browser gets: the value of its cookie.
package struct BrowserGrant: SignInGrant {
    package let session: SessionID
    package let cookie: Secret<String>

    package static let channel = SignInChannel.browser

    package static func open(
        _ open: OpenSession,
        _ user: User,
        in workspace: Workspace,
        by methods: [AuthenticationMethod],
        _ change: WorkspaceChange
    ) async throws -> BrowserGrant {
        try await open.forBrowser(user, in: workspace, by: methods, change)
    }
}
