import FoundationEssentials
import Workspaces

/// What the management of users asks for when a user's tokens must go.
struct RevokeUserTokens: UserTokenRevoking {
    let revoke: RevokeAccessTokens
    let sessions: any SessionStorage
    let clock: any WallClock

    func revokeAccessTokens(of user: UserID, in workspace: WorkspaceID) async throws -> Date {
        try await revoke(.user(user, in: workspace))
    }

    func endSessions(of user: UserID, in change: WorkspaceChange) async throws {
        try await sessions.endAll(of: user, keeping: nil, because: .userDeactivated, at: clock.now, in: change)
    }
}
