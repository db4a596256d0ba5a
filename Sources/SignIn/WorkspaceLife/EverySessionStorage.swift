package import FoundationEssentials
package import Workspaces

/// All sessions of a workspace at once.
package protocol EverySessionStorage: Sendable {
    /// Waits until no session is being opened or used to issue a token, and keeps it so until the transaction's end.
    func lockEvery(in transaction: WorkspaceTransaction) async throws
    /// Ends all that have not ended. The change's own entry speaks for all of them.
    ///
    /// - Returns: how many they were.
    func endEvery(at now: Date, in change: WorkspaceChange) async throws -> Int
}
