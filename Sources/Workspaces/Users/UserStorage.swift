package import FoundationEssentials

/// The users of a workspace.
package protocol UserStorage: Sendable {
    func find(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User?
    func find(_ email: EmailAddress, in transaction: WorkspaceTransaction) async throws -> User?
    /// Users after `id` in the order of their ids, at most `limit`.
    func list(after id: UserID?, limit: Int, in transaction: WorkspaceTransaction) async throws -> [User]
    /// Locks the user's row against whoever issues a token or changes the user, until the transaction's end.
    ///
    /// Rows are locked in one order everywhere: user, then session.
    func lock(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User?
    /// Locks the user's row against changes only, so that tokens may be issued side by side.
    func lockForIssuing(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User?
    /// How many active owners there are, their rows locked, so that two can't be demoted at once.
    func lockActiveOwners(in transaction: WorkspaceTransaction) async throws -> Int
    /// false where a user of that mail address exists.
    func insert(_ user: User, in change: WorkspaceChange) async throws -> Bool
    func setRole(_ role: Role, of user: User, revokedAt: Date, in change: WorkspaceChange) async throws
    func setStatus(_ status: UserStatus, of user: User, revokedAt: Date?, in change: WorkspaceChange) async throws
    /// Notes that the user's tokens were revoked; the change's own entry says why.
    func setTokensRevoked(at moment: Date, of id: UserID, in change: WorkspaceChange) async throws
}
