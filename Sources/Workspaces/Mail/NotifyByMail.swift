/// Tells somebody by mail, in the same change as what the mail tells of: it is sent if, and only if, that is committed.
package struct NotifyByMail: Sendable {
    private let control: any ControlDatabaseAccess
    private let raised: any RaisedOutboxStorage
    private let outbox: any OutboxStorage
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        control: any ControlDatabaseAccess,
        raised: any RaisedOutboxStorage,
        outbox: any OutboxStorage,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.control = control
        self.raised = raised
        self.outbox = outbox
        self.clock = clock
        self.random = random
    }

    /// Queues the mail within `transaction`, which is the change's own.
    ///
    /// - Parameter language: the tag of a language that the recipient is known to read, as a request of theirs has it.
    package func callAsFunction(
        _ notice: Notice,
        to recipient: EmailAddress,
        language: String? = nil,
        in transaction: WorkspaceTransaction
    ) async throws {
        let now = clock.now
        try await control.transaction { [raised] in
            try await raised.raise(transaction.workspace, at: now, in: $0)
        }
        let mail = OutgoingMail(
            id: random.uuid(),
            recipient: recipient,
            language: language,
            notice: notice,
            queuedAt: now
        )
        try await outbox.insert(mail, in: transaction)
    }
}
