package import FoundationEssentials
package import Secrets
package import Workspaces

/// One refresh token as it is stored: only its hash.
package struct RefreshTokenRecord: Sendable, Equatable {
    package let hash: SecretHash
    package let session: SessionID
    package let issuedAt: Date
    /// When it was exchanged for its successor.
    package let spentAt: Date?

    package init(hash: SecretHash, session: SessionID, issuedAt: Date, spentAt: Date?) {
        self.hash = hash
        self.session = session
        self.issuedAt = issuedAt
        self.spentAt = spentAt
    }
}

/// Whose a refresh token is; neither changes while it exists.
package struct RefreshTokenHolder: Sendable, Equatable {
    package let session: SessionID
    package let user: UserID

    package init(session: SessionID, user: UserID) {
        self.session = session
        self.user = user
    }
}

/// The refresh tokens of a workspace. Operational: rotation leaves no audit entry.
package protocol RefreshTokenStorage: Sendable {
    /// What is to be locked before the token is looked at.
    func holder(of hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> RefreshTokenHolder?
    func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> RefreshTokenRecord?
    func insert(_ token: RefreshTokenRecord, in transaction: WorkspaceTransaction) async throws
    /// Spends the token where it is unspent; false where somebody spent it before. The row count decides.
    func spend(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) async throws -> Bool
}
