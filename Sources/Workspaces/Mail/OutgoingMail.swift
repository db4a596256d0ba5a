package import FoundationEssentials

/// A mail that waits in a workspace's outbox.
package struct OutgoingMail: Sendable, Equatable {
    package let id: UUID
    package let recipient: EmailAddress
    /// The tag of the language that the recipient is known to read (RFC 5646); nil where none is known.
    package let language: String?
    package let notice: Notice
    package let queuedAt: Date

    package init(id: UUID, recipient: EmailAddress, language: String?, notice: Notice, queuedAt: Date) {
        self.id = id
        self.recipient = recipient
        self.language = language
        self.notice = notice
        self.queuedAt = queuedAt
    }
}

/// A mail that was taken out for one attempt.
package struct ClaimedMail: Sendable, Equatable {
    package let id: UUID
    /// The stable name of its kind of notice.
    package let kind: String
    /// How often it was tried, this time included.
    package let attempts: Int
    /// nil where this version can't read it: a newer one beside it put it in, and will send it.
    package let mail: OutgoingMail?

    package init(id: UUID, kind: String, attempts: Int, mail: OutgoingMail?) {
        self.id = id
        self.kind = kind
        self.attempts = attempts
        self.mail = mail
    }
}

/// The outbox of a workspace. Operational: what a mail tells of has its own entry.
package protocol OutboxStorage: Sendable {
    /// Puts a mail into the outbox, together with what it tells of.
    func insert(_ mail: OutgoingMail, in transaction: WorkspaceTransaction) async throws
    /// Takes the mail that is due the longest, for this caller alone until its next attempt, which this moves into the
    /// future. One statement decides.
    func claim(dueAt now: Date, in transaction: WorkspaceTransaction) async throws -> ClaimedMail?
    /// Takes a mail out of the box: it is sent, or never will be.
    func remove(_ mail: UUID, in transaction: WorkspaceTransaction) async throws
    /// When the next mail is due; nil where the box is empty.
    func nextAttempt(in transaction: WorkspaceTransaction) async throws -> Date?
}

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
