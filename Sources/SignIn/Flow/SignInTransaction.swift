package import FoundationEssentials
package import Secrets
package import Workspaces

/// By which door somebody signs in. A transaction that began at one is unknown at the other.
package enum SignInChannel: String, Sendable {
    case tokens
    case browser
}

/// What a sign-in waits for.
package enum SignInWait: String, Sendable {
    case secondFactor = "second_factor"
    case enrolment
}

/// A sign-in that has begun and is not complete: who proved what, at which door, and what is missing. It opens nothing but
/// its own next step (attacks 5.2 #16).
///
/// Its holder carries an opaque token, in a browser as a cookie that no page can read; only the hash is stored.
package struct SignInTransaction: Sendable, Equatable {
    /// Seconds for which it may be finished.
    package static let lifetime: TimeInterval = 600

    package let hash: SecretHash
    package let user: UserID
    package let channel: SignInChannel
    package let proven: ProvenFactors
    package let wait: SignInWait
    package let expiresAt: Date

    package init(
        hash: SecretHash,
        user: UserID,
        channel: SignInChannel,
        proven: ProvenFactors,
        wait: SignInWait,
        expiresAt: Date
    ) {
        self.hash = hash
        self.user = user
        self.channel = channel
        self.proven = proven
        self.wait = wait
        self.expiresAt = expiresAt
    }
}

/// The sign-ins that have begun. Operational: their outcome is audited.
package protocol SignInTransactionStorage: Sendable {
    /// Stores it, and drops what expired before `now`.
    func insert(_ begun: SignInTransaction, at now: Date, in transaction: WorkspaceTransaction) async throws
    /// The one of that hash, expired or not.
    func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> SignInTransaction?
    /// Ends it; false where somebody else did. The row count decides.
    func consume(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> Bool
    /// Ends all of a user's: after a change of password or factors nobody goes on where they were.
    func removeAll(of user: UserID, in transaction: WorkspaceTransaction) async throws
}
