package import FoundationEssentials
package import TokenVerification
package import Workspaces

/// The revocations of the platform, in the control database, numbered without gaps in the order of commit.
package protocol RevocationStorage: Sendable {
    /// Appends an entry and returns its number. Appending takes the lock on the head's row until the transaction's end, so
    /// that no reader sees a number before a lower one.
    func append(
        _ scope: RevocationEntry.Scope,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int64
    /// The number of the newest entry, 0 where there never was one.
    func head(in transaction: ControlTransaction) async throws -> Int64
    /// Entries after `number` that were recorded at `moment` or later, in their order.
    func list(
        after number: Int64,
        recordedSince moment: Date,
        in transaction: ControlTransaction
    ) async throws -> [RevocationEntry]
    /// Forgets what was recorded before `moment`; the head stays.
    func prune(recordedBefore moment: Date, in transaction: ControlTransaction) async throws
}
