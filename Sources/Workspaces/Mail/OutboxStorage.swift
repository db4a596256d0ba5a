package import FoundationEssentials

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
