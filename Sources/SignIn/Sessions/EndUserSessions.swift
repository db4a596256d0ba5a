import Workspaces

/// Ends the sessions of a user, all or all but one, within the change that holds the lock on the user. Access tokens of the
/// user are refused from then on, those of the session that is kept as well: it refreshes.
struct EndUserSessions: Sendable {
    let users: any UserStorage
    let sessions: any SessionStorage
    let revoke: RevokeAccessTokens
    let clock: any WallClock

    func callAsFunction(
        of user: User,
        keeping kept: SessionID?,
        because reason: SessionEnd,
        in change: WorkspaceChange
    ) async throws {
        let revokedAt = try await revoke(.user(user.id, in: change.transaction.workspace))
        try await users.setTokensRevoked(at: revokedAt, of: user.id, in: change)
        try await sessions.endAll(of: user.id, keeping: kept, because: reason, at: clock.now, in: change)
    }

    /// Locks the session that is to be kept. Throws ``StepUpRejection/sessionOver``.
    func lockKept(_ kept: SessionID, of user: User, in change: WorkspaceChange) async throws {
        _ = try await sessions.lockStanding(kept, of: user.id, at: clock.now, in: change.transaction)
    }
}
