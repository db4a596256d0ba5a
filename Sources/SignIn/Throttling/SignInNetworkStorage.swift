package import FoundationEssentials
package import Workspaces

/// From which networks a workspace's users have signed in. Operational: the sign-in itself is audited.
package protocol SignInNetworkStorage: Sendable {
    /// Whether the user signed in from there at `moment` or later.
    func isKnown(
        _ network: String,
        to user: UserID,
        since moment: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Bool
    /// The user signs in from there now.
    func remember(_ network: String, of user: UserID, at now: Date, in transaction: WorkspaceTransaction) async throws
    /// Forgets from where nobody signed in since `moment`.
    func prune(unusedSince moment: Date, in transaction: WorkspaceTransaction) async throws
}
