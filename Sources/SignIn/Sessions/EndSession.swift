package import Workspaces

/// Ends one session: its access tokens are refused everywhere within the revocation bound, its refresh token and its
/// cookie at once.
///
/// Written in this order: the session's row is locked, the revocation is committed in the control database, the workspace
/// is committed. A crash in between leaves a revocation that costs a refresh; it never leaves a session that somebody was
/// told is over.
package struct EndSession: Sendable {
    private let databases: any WorkspaceDatabaseAccess
    private let sessions: any SessionStorage
    private let revoke: RevokeAccessTokens
    private let clock: any WallClock

    package init(
        databases: any WorkspaceDatabaseAccess,
        sessions: any SessionStorage,
        revoke: RevokeAccessTokens,
        clock: any WallClock
    ) {
        self.databases = databases
        self.sessions = sessions
        self.revoke = revoke
        self.clock = clock
    }

    /// - Parameter user: whose session it must be; a session of somebody else is as unknown as one that never was.
    /// - Returns: false where there is no such session of that user. A session that had ended already is true.
    package func callAsFunction(
        _ id: SessionID,
        of user: UserID,
        in workspace: WorkspaceID,
        because reason: SessionEnd,
        by author: ChangeAuthor
    ) async throws -> Bool {
        try await databases.change(workspace, by: author) { [self] change in
            guard let session = try await sessions.lock(id, in: change.transaction), session.user == user else {
                return false
            }
            try await end(session, because: reason, in: change)
            return true
        }
    }

    /// The same within a change that holds the lock on the session's row.
    func end(_ session: Session, because reason: SessionEnd, in change: WorkspaceChange) async throws {
        guard session.endedAt == nil else { return }
        _ = try await revoke(.session(session.id, in: change.transaction.workspace))
        _ = try await sessions.end(session, because: reason, at: clock.now, in: change)
    }
}
