package import FoundationEssentials
package import Secrets
package import SignIn
package import Workspaces

extension MemoryStorage: OutboxStorage, RaisedOutboxStorage, PasswordLinkStorage {
    package func insert(_ mail: OutgoingMail, in transaction: WorkspaceTransaction) {
        write { $0.outbox[transaction.workspace, default: []].append(mail) }
    }

    package func claim(dueAt now: Date, in transaction: WorkspaceTransaction) -> ClaimedMail? {
        read { $0.outbox[transaction.workspace, default: []].first }.map {
            ClaimedMail(id: $0.id, kind: $0.notice.record.kind, attempts: 1, mail: $0)
        }
    }

    package func remove(_ mail: UUID, in transaction: WorkspaceTransaction) {
        write { $0.outbox[transaction.workspace]?.removeAll { $0.id == mail } }
    }

    package func nextAttempt(in transaction: WorkspaceTransaction) -> Date? { nil }

    package func raise(_ workspace: WorkspaceID, at now: Date, in transaction: ControlTransaction) {}

    package func claim(
        dueAt now: Date,
        until lease: Date,
        limit: Int,
        in transaction: ControlTransaction
    ) -> [RaisedOutbox] { [] }

    package func postpone(_ outbox: RaisedOutbox, to moment: Date, in transaction: ControlTransaction) {}

    package func lower(_ outbox: RaisedOutbox, in transaction: ControlTransaction) {}

    package func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) -> PasswordLink? {
        read { $0.passwordLinks[hash] }
    }

    package func replace(with link: PasswordLink, in transaction: WorkspaceTransaction) {
        write { state in
            state.passwordLinks = state.passwordLinks.filter { $1.user != link.user || $1.purpose != link.purpose }
            state.passwordLinks[link.hash] = link
        }
    }

    package func consume(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) -> Bool {
        write { $0.passwordLinks.removeValue(forKey: hash) != nil }
    }

    /// Links, and sign-ins that are under way: the two protocols ask for it in the same words.
    package func removeAll(of user: UserID, in transaction: WorkspaceTransaction) {
        write { state in
            state.passwordLinks = state.passwordLinks.filter { $1.user != user }
            state.signIns = state.signIns.filter { $1.user != user }
        }
    }
}
