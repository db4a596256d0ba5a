package import FoundationEssentials
package import Secrets
package import Workspaces

/// The recovery codes of a workspace's users, as hashes.
package protocol RecoveryCodeStorage: Sendable {
    /// How many are left.
    func count(of user: UserID, in transaction: WorkspaceTransaction) async throws -> Int
    /// Takes the code away; false where it is not there, or no more. The row count decides.
    func redeem(_ hash: SecretHash, of user: UserID, in change: WorkspaceChange) async throws -> Bool
    /// Puts the set in the place of all from before.
    func replace(_ hashes: [SecretHash], of user: UserID, at now: Date, in change: WorkspaceChange) async throws
    func removeAll(of user: UserID, in change: WorkspaceChange) async throws
}
