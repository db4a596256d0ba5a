package import Credentials
package import FoundationEssentials
package import Workspaces

/// What a password is judged by.
package struct PasswordOnFile: Sendable {
    /// nil where there is no such user, or the user has no password.
    package let hash: StoredPasswordHash?
    /// Hashes of nobody, one for each cost of hashes that were imported into the workspace.
    package let decoys: [StoredPasswordHash]

    package init(hash: StoredPasswordHash?, decoys: [StoredPasswordHash]) {
        self.hash = hash
        self.decoys = decoys
    }
}

/// The password hashes of a workspace's users.
package protocol PasswordStorage: Sendable {
    func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> StoredPasswordHash?
    /// The same with the decoys, in one round trip.
    func lookUp(_ user: UserID, in transaction: WorkspaceTransaction) async throws -> PasswordOnFile
    func set(_ hash: PasswordHash, of user: UserID, at now: Date, in change: WorkspaceChange) async throws
    /// Takes a hash that another program made for a user who has none, and keeps its decoy.
    func insertImported(
        _ hash: StoredPasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws
    /// Puts `stronger` in the place of `weaker`; does nothing where the password was changed meanwhile.
    func upgrade(
        _ weaker: StoredPasswordHash,
        to stronger: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws
}
