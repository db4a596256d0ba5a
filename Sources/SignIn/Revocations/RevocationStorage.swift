package import FoundationEssentials
package import TokenVerification
package import Workspaces

/// The revocations of the platform, in the control database, numbered in the order of commit.
package protocol RevocationStorage: Sendable {
    /// Appends an entry and returns its number. Appending takes the lock on the head's row until the transaction's end, so
    /// that no reader sees a number before a lower one.
    func append(
        _ revocation: Revocation,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int64
    /// Puts one entry for the workspace, with a new number, in the place of the entries of its sessions and users, where
    /// `folding` says so. For a transaction that has appended: the lock keeps two from folding the same.
    ///
    /// - Parameters:
    ///   - begin: from when on what was recorded is in the feed.
    ///   - second: only entries up to this moment are folded.
    /// - Returns: how many entries went.
    func fold(
        by folding: RevocationFolding,
        recordedSince begin: Date,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int
    /// The number of the newest entry, 0 where there never was one.
    func head(in transaction: ControlTransaction) async throws -> Int64
    /// Entries after `number` that were recorded at `moment` or later, in their order; those of a workspace say whether it is
    /// suspended now.
    func list(
        after number: Int64,
        recordedSince moment: Date,
        in transaction: ControlTransaction
    ) async throws -> [RevocationEntry]
    /// Forgets what was recorded before `moment`; the head stays.
    func prune(recordedBefore moment: Date, in transaction: ControlTransaction) async throws
}
