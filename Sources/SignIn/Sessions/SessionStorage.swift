package import FoundationEssentials
package import Secrets
package import Workspaces

/// The sessions of a workspace's users.
package protocol SessionStorage: Sendable {
    func find(_ id: SessionID, in transaction: WorkspaceTransaction) async throws -> Session?
    /// The session that a browser's cookie stands for.
    func find(browserToken: SecretHash, in transaction: WorkspaceTransaction) async throws -> Session?
    /// Locks the session's row until the transaction's end: whoever ends it takes it, and so does whoever issues a token.
    func lock(_ id: SessionID, in transaction: WorkspaceTransaction) async throws -> Session?
    /// The user's sessions that have not ended, the most recently used first, at most `limit`.
    func list(of user: UserID, limit: Int, in transaction: WorkspaceTransaction) async throws -> [Session]
    /// Moves the last use forward. Operational: leaves no entry.
    func touch(_ id: SessionID, at now: Date, in transaction: WorkspaceTransaction) async throws
    func insert(_ session: Session, browserToken: SecretHash?, in change: WorkspaceChange) async throws
    /// Ends it where it has not ended; false where it had.
    func end(_ session: Session, because: SessionEnd, at now: Date, in change: WorkspaceChange) async throws -> Bool
    /// Ends all that have not ended but the one that is kept.
    func endAll(
        of user: UserID,
        keeping kept: SessionID?,
        because: SessionEnd,
        at now: Date,
        in change: WorkspaceChange
    ) async throws
    /// Writes down a fresh proof, and what is added to the methods by it.
    ///
    /// - Parameter browserToken: takes the place of the one that the session has; nil leaves it.
    func stepUp(
        _ session: Session,
        to methods: [AuthenticationMethod],
        browserToken: SecretHash?,
        at now: Date,
        in change: WorkspaceChange
    ) async throws
}

extension SessionStorage {
    /// Locks the session in which somebody changes something of their own. It may have ended since the frame let its holder
    /// in, while the body was on its way: then nothing is done for them.
    ///
    /// Throws ``StepUpRejection/sessionOver``.
    func lockStanding(
        _ id: SessionID,
        of user: UserID,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Session {
        guard let session = try await lock(id, in: transaction), session.user == user, session.isAlive(at: now) else {
            throw StepUpRejection.sessionOver
        }
        return session
    }
}
