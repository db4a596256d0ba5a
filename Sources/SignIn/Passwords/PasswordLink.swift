package import FoundationEssentials
package import Secrets
package import Workspaces

/// What a link with a token lets its holder do: set the password of one user, once.
package struct PasswordLink: Sendable, Equatable {
    package enum Purpose: String, Sendable {
        /// Asked for by somebody who forgot the password.
        case reset
        /// Handed to somebody who has none yet.
        case invitation

        /// Seconds that the link is good.
        package var lifetime: TimeInterval {
            switch self {
            case .reset: 3_600
            case .invitation: 7 * 24 * 3_600
            }
        }

        var tokenKind: OpaqueTokenKind {
            switch self {
            case .reset: .passwordReset
            case .invitation: .invitation
            }
        }
    }

    package let hash: SecretHash
    package let purpose: Purpose
    package let user: UserID
    /// The mail address that it was made for: with another, it is no good (attacks 5.1 #6).
    package let emailKey: String
    package let madeAt: Date

    package init(hash: SecretHash, purpose: Purpose, user: UserID, emailKey: String, madeAt: Date) {
        self.hash = hash
        self.purpose = purpose
        self.user = user
        self.emailKey = emailKey
        self.madeAt = madeAt
    }

    package var expiresAt: Date { madeAt.addingTimeInterval(purpose.lifetime) }
}

/// The links of a workspace.
package protocol PasswordLinkStorage: Sendable {
    /// The link of that token.
    func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> PasswordLink?
    /// Puts the link in the place of the user's former ones of the same purpose.
    func replace(with link: PasswordLink, in transaction: WorkspaceTransaction) async throws
    /// Uses up the link where it is there still and not expired; false otherwise. The row count decides.
    func consume(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) async throws -> Bool
    /// Takes all links of the user away: they die with the password that they were to replace.
    func removeAll(of user: UserID, in transaction: WorkspaceTransaction) async throws
}
