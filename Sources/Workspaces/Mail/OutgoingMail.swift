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
