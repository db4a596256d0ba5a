import Synchronization

/// One transaction on the control database. A repository that takes it can't be handed a workspace's by mistake.
package struct ControlTransaction: Sendable {
    /// The storage adapter's own transaction; nobody else looks inside.
    package let handle: any Sendable

    package init(handle: any Sendable) {
        self.handle = handle
    }
}

/// One transaction on one workspace's database, for reading and for operational state (tokens spent, counters).
package struct WorkspaceTransaction: Sendable {
    package let workspace: WorkspaceID
    /// The storage adapter's own transaction; nobody else looks inside.
    package let handle: any Sendable

    package init(workspace: WorkspaceID, handle: any Sendable) {
        self.workspace = workspace
        self.handle = handle
    }
}

/// A transaction on a workspace's database that may change what is audited.
///
/// Repositories take it for such writes and ``record(_:)`` what they wrote; the entries are committed with the writes. So a
/// write without its entry doesn't compile into a repository's signature, and a call that changes nothing leaves none.
package struct WorkspaceChange: Sendable {
    package let transaction: WorkspaceTransaction
    package let author: ChangeAuthor
    private let recorder = Recorder()

    package init(transaction: WorkspaceTransaction, author: ChangeAuthor) {
        self.transaction = transaction
        self.author = author
    }

    /// Hands in the entry of one write.
    package func record(_ event: AuditEvent) {
        recorder.events.withLock { $0.append(event) }
    }

    /// What was handed in so far, in order.
    package var events: [AuditEvent] {
        recorder.events.withLock { $0 }
    }

    private final class Recorder: Sendable {
        let events = Mutex<[AuditEvent]>([])
    }
}
