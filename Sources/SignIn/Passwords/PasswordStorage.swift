package import Credentials
package import FoundationEssentials
package import Workspaces

/// The password hashes of a workspace's users.
package protocol PasswordStorage: Sendable {
    func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> PasswordHash?
    func set(_ hash: PasswordHash, of user: UserID, at now: Date, in change: WorkspaceChange) async throws
    /// Puts `stronger` in the place of `weaker`; does nothing where the password was changed meanwhile.
    func upgrade(
        _ weaker: PasswordHash,
        to stronger: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws
}
