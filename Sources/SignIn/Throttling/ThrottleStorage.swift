package import FoundationEssentials
package import Workspaces

/// A limit is reached. The answer is the same whoever the tries were about, and whether that is anybody.
package struct TooManyTries: Error, Equatable, Sendable {
    /// Seconds until another try may be taken, at least 1: others may take it first.
    package let retryAfter: Int

    package init(until moment: Date, from now: Date) {
        retryAfter = max(1, Int(moment.timeIntervalSince(now).rounded(.up)))
    }
}

/// The counters of tries: those about an account in the workspace's own database, those over all workspaces in the control
/// database. Operational: counting leaves no audit entry.
package protocol ThrottleStorage: Sendable {
    /// Takes one try from each of the counters, in one statement whose row count decides. Throws ``TooManyTries`` where one
    /// of them has none left: the transaction is then rolled back and nothing is taken from any.
    ///
    /// Nothing else may be written in the transaction that has to outlast a crash of the database: its commit does not wait
    /// for the disk.
    func take(_ counters: [ThrottleCounter], at now: Date, in transaction: WorkspaceTransaction) async throws
    /// The same in the control database.
    func take(_ counters: [ThrottleCounter], at now: Date, in transaction: ControlTransaction) async throws
    /// Puts one try back into each of the counters, and several into one that stands there as often. What others took stays
    /// taken.
    func giveBack(_ counters: [ThrottleCounter], in transaction: WorkspaceTransaction) async throws
    /// The same in the control database, in a transaction of its own.
    func giveBack(_ counters: [ThrottleCounter], in transaction: ControlTransaction) async throws
    /// Forgets the counters whose next try was free before `moment`: they have come to rest.
    func prune(freeBefore moment: Date, in transaction: WorkspaceTransaction) async throws
    /// The same in the control database.
    func prune(freeBefore moment: Date, in transaction: ControlTransaction) async throws
}
