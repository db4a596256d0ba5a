package import FoundationEssentials

/// Notes in the control database of the workspaces in whose outbox there may be mail.
///
/// A note is committed before the mail is: so a mail without a note is impossible, and a note without a mail costs a look.
/// No one has to look into the outboxes of all workspaces.
package protocol RaisedOutboxStorage: Sendable {
    /// Notes that there will be mail in the workspace's outbox.
    func raise(_ workspace: WorkspaceID, at now: Date, in transaction: ControlTransaction) async throws
    /// Takes workspaces whose outbox is due to be looked into, at most `limit`, for this caller alone until `lease`.
    func claim(
        dueAt now: Date,
        until lease: Date,
        limit: Int,
        in transaction: ControlTransaction
    ) async throws -> [RaisedOutbox]
    /// Sets when to look again.
    func postpone(_ outbox: RaisedOutbox, to moment: Date, in transaction: ControlTransaction) async throws
    /// Takes the note away, unless it was raised anew meanwhile.
    func lower(_ outbox: RaisedOutbox, in transaction: ControlTransaction) async throws
}

/// A workspace whose outbox may have something in it.
package struct RaisedOutbox: Sendable, Equatable {
    package let workspace: WorkspaceID
    /// When it was last noted that there will be mail.
    package let raisedAt: Date

    package init(workspace: WorkspaceID, raisedAt: Date) {
        self.workspace = workspace
        self.raisedAt = raisedAt
    }
}
