import FoundationEssentials
package import Logging

/// Sends what waits in the outboxes.
///
/// A mail is taken by moving its next attempt into the future, then sent, then removed. So of several nodes one sends it, a
/// server that is away is asked again with growing pauses, and a kill at any moment loses none: at worst one arrives twice,
/// with the same Message-ID.
package struct DeliverMail: Sendable {
    /// Workspaces that one call looks into.
    private static let workspacesAtOnce = 8
    /// Seconds for which an outbox is this node's; more than a mail takes.
    private static let lease: TimeInterval = 120
    /// Seconds after which an empty outbox is believed: longer than any change takes between its note and its commit.
    private static let settling: TimeInterval = 300
    /// Seconds until an empty outbox is looked into again before that.
    private static let nextLook: TimeInterval = 2
    /// After the last attempt, about three days, the mail is given up.
    package static let maximumAttempts = 20

    private let control: any ControlDatabaseAccess
    private let directory: WorkspaceDirectory
    private let databases: any WorkspaceDatabaseAccess
    private let raised: any RaisedOutboxStorage
    private let outbox: any OutboxStorage
    private let prepare: @Sendable (OutgoingMail, Workspace, WorkspaceTransaction) async throws -> Letter?
    private let compose: @Sendable (Letter) throws -> MailMessage
    private let transport: any MailTransport
    private let clock: any WallClock
    private let logger: Logger

    /// - Parameters:
    ///   - prepare: makes a mail's link and finds out whose address it is; nil where nobody is to be told.
    ///   - compose: finds the words.
    package init(
        control: any ControlDatabaseAccess,
        directory: WorkspaceDirectory,
        databases: any WorkspaceDatabaseAccess,
        raised: any RaisedOutboxStorage,
        outbox: any OutboxStorage,
        prepare: @escaping @Sendable (OutgoingMail, Workspace, WorkspaceTransaction) async throws -> Letter?,
        compose: @escaping @Sendable (Letter) throws -> MailMessage,
        transport: any MailTransport,
        clock: any WallClock,
        logger: Logger
    ) {
        self.control = control
        self.directory = directory
        self.databases = databases
        self.raised = raised
        self.outbox = outbox
        self.prepare = prepare
        self.compose = compose
        self.transport = transport
        self.clock = clock
        self.logger = logger
    }

    /// Sends all that is due, one after the other. Returns whether there may be more at once.
    package func callAsFunction() async throws -> Bool {
        let now = clock.now
        let due = try await control.transaction { [raised] in
            try await raised.claim(
                dueAt: now,
                until: now.addingTimeInterval(Self.lease),
                limit: Self.workspacesAtOnce,
                in: $0
            )
        }
        for outbox in due {
            do {
                try await empty(outbox)
            } catch {
                // One workspace that is away keeps nobody else's mail; its own is looked for again after the lease.
                guard !Task.isCancelled else { throw error }
                logger.warning(
                    "Outbox not emptied",
                    metadata: ["workspace": "\(outbox.workspace)", "error": "\(String(reflecting: error))"]
                )
            }
        }
        return due.count == Self.workspacesAtOnce
    }

    private func empty(_ box: RaisedOutbox) async throws {
        guard let workspace = try await directory.find(box.workspace), workspace.state == .active else {
            // Whoever is suspended gets mail when that is over; whoever is closed, none.
            return try await settle(box, next: clock.now.addingTimeInterval(Self.lease))
        }
        // Within the lease: what is left then is taken up again by whoever looks next.
        let end = clock.now.addingTimeInterval(Self.lease / 2)
        while clock.now < end, try await sendNext(of: workspace) {}
        let next = try await databases.transaction(on: workspace.id) { [outbox] in
            try await outbox.nextAttempt(in: $0)
        }
        try await settle(box, next: next)
    }

    /// Tries the mail that is due the longest; false where none is. Whatever is wrong with one, the others get their turn.
    private func sendNext(of workspace: Workspace) async throws -> Bool {
        let now = clock.now
        let claimed = try await databases.transaction(on: workspace.id) { [outbox] in
            try await outbox.claim(dueAt: now, in: $0)
        }
        guard let claimed else { return false }
        do {
            try await send(claimed, of: workspace)
        } catch let fault as WorkspaceUnavailable {
            throw fault
        } catch {
            guard !Task.isCancelled else { throw error }
            guard isOver(claimed, error, workspace) else { return true }
        }
        try await databases.transaction(on: workspace.id) { [outbox] in
            try await outbox.remove(claimed.id, in: $0)
        }
        return true
    }

    private func send(_ claimed: ClaimedMail, of workspace: Workspace) async throws {
        guard let mail = claimed.mail else { throw MailOfAnotherVersion() }
        let letter = try await databases.transaction(on: workspace.id) { [prepare] in
            try await prepare(mail, workspace, $0)
        }
        if let letter { try await transport.send(try compose(letter)) }
    }

    private struct MailOfAnotherVersion: Error, CustomStringConvertible {
        let description = "This version can't read it; it waits for the one that put it in."
    }

    /// Whether it is no use to try again; says so in the log, without the address.
    private func isOver(_ claimed: ClaimedMail, _ failure: any Error, _ workspace: Workspace) -> Bool {
        let metadata: Logger.Metadata = [
            "mail": "\(claimed.id)", "workspace": "\(workspace.id)", "kind": "\(claimed.kind)",
            "attempts": "\(claimed.attempts)", "failure": "\(failure)",
        ]
        if case .refused? = failure as? MailFailure {
            logger.error("Mail refused", metadata: metadata)
            return true
        }
        guard claimed.attempts < Self.maximumAttempts else {
            logger.error("Mail given up", metadata: metadata)
            return true
        }
        logger.warning("Mail postponed", metadata: metadata)
        return false
    }

    private func settle(_ box: RaisedOutbox, next: Date?) async throws {
        let now = clock.now
        // A mail may still be on its way to its commit, whatever else waits in the box.
        let isSettled = now >= box.raisedAt.addingTimeInterval(Self.settling)
        let soon = now.addingTimeInterval(Self.nextLook)
        let look = isSettled ? next : min(next ?? soon, soon)
        try await control.transaction { [raised] transaction in
            if let look {
                try await raised.postpone(box, to: look, in: transaction)
            } else {
                try await raised.lower(box, in: transaction)
            }
        }
    }
}
