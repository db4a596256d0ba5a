package import FoundationEssentials
package import TokenVerification
package import Workspaces

/// Writes a revocation: tokens of this session, user, workspace or key issued up to this second are refused.
package struct RevokeAccessTokens: Sendable {
    private let control: any ControlDatabaseAccess
    private let revocations: any RevocationStorage
    private let log: RevocationLog
    private let clock: any WallClock

    package init(
        control: any ControlDatabaseAccess,
        revocations: any RevocationStorage,
        log: RevocationLog,
        clock: any WallClock
    ) {
        self.control = control
        self.revocations = revocations
        self.log = log
        self.clock = clock
    }

    /// Commits the entry in the control database, in a transaction of its own, and returns the moment that it names: past
    /// our clock by what another node's may be ahead (``ClockSkew``).
    ///
    /// The caller holds the lock on the row that whoever issues a token of that scope takes too; so no token can be issued
    /// between the entry's moment and the caller's own commit.
    package func callAsFunction(_ scope: RevocationEntry.Scope) async throws -> Date {
        let now = clock.now
        let moment = now.addingTimeInterval(ClockSkew.tolerated)
        _ = try await control.transaction { [revocations] in
            try await revocations.append(scope, issuedBefore: moment.unixSeconds, at: now, in: $0)
        }
        try await log.refresh()
        return moment
    }
}

/// What the management of users asks for when a user's tokens must go.
package struct RevokeUserTokens: UserTokenRevoking {
    private let revoke: RevokeAccessTokens
    private let sessions: any SessionStorage
    private let clock: any WallClock

    package init(revoke: RevokeAccessTokens, sessions: any SessionStorage, clock: any WallClock) {
        self.revoke = revoke
        self.sessions = sessions
        self.clock = clock
    }

    package func revokeAccessTokens(of user: UserID, in workspace: WorkspaceID) async throws -> Date {
        try await revoke(.user(user.description, workspace: workspace.description))
    }

    package func endSessions(of user: UserID, in change: WorkspaceChange) async throws {
        try await sessions.endAll(of: user, keeping: nil, because: .userDeactivated, at: clock.now, in: change)
    }
}
