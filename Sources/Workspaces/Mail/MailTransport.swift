package import FoundationEssentials

/// A mail as it is handed in for delivery: plain text in UTF-8.
package struct MailMessage: Sendable, Equatable {
    /// The same at each attempt, so that a mail which arrives twice can be known as one.
    package let id: UUID
    package let recipient: EmailAddress
    /// One line.
    package let subject: String
    /// Lines that end with a line feed.
    package let body: String
    package let date: Date

    package init(id: UUID, recipient: EmailAddress, subject: String, body: String, date: Date) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.date = date
    }
}

/// Why a mail was not taken.
package enum MailFailure: Error, Sendable, Equatable {
    /// The server will never take it (RFC 5321 section 4.2.1: 5yz). The text is the server's, for the log.
    case refused(String)
    /// Not now: the server can't be reached, or asks to come again (4yz).
    case postponed(String)
}

/// Where mail is handed in.
package protocol MailTransport: Sendable {
    /// Returns when the mail is in somebody else's hands for good. Throws ``MailFailure``.
    func send(_ message: MailMessage) async throws
}
