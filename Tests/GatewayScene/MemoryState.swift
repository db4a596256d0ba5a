import Credentials
import Encoding
import FoundationEssentials
import Secrets
import SignIn
import Synchronization
import TokenVerification
import WebAuthn
package import Workspaces

/// What the two kinds of database would hold, in memory.
struct MemoryState: Sendable {
    var workspaces: [Workspace] = []
    var users: [WorkspaceID: [User]] = [:]
    var passwords: [UserID: StoredPasswordHash] = [:]
    var sessions: [WorkspaceID: [Session]] = [:]
    var browserTokens: [SecretHash: SessionID] = [:]
    var refreshTokens: [SecretHash: RefreshTokenRecord] = [:]
    var outbox: [WorkspaceID: [OutgoingMail]] = [:]
    var passwordLinks: [SecretHash: PasswordLink] = [:]
    var audit: [WorkspaceID: [AuditEntry]] = [:]
    var revocations: [RevocationEntry] = []
    var keys: [SigningKeyRecord] = []
    var applications: [Application] = []
    var policies: [WorkspaceID: WorkspacePolicy] = [:]
    var passkeyPolicies: [WorkspaceID: PasskeyPolicy] = [:]
    var signIns: [SecretHash: SignInTransaction] = [:]
    var totp: [UserID: (stored: StoredTOTP, step: Int64)] = [:]
    var pendingTOTP: [UserID: PendingTOTP] = [:]
    var recoveryCodes: [UserID: Set<SecretHash>] = [:]
    var passkeys: [Passkey] = []
    var userHandles: [UserID: UserHandle] = [:]
    var ceremonies: [SecretHash: PasskeyCeremony] = [:]
    var wrongCodes: [UserID: Int] = [:]
    /// When each counter's next try is free.
    var throttles: [ThrottleKey: Date] = [:]
    /// When each user last signed in from each network.
    var networks: [UserID: [String: Date]] = [:]
}

/// The storage of the domain over memory: each call by itself is atomic, a transaction isn't, which one request at a time
/// does not notice. Audit entries are kept when a change has gone well.
package final class MemoryStorage: Sendable {
    private let state = Mutex(MemoryState())
    private let clock: any WallClock

    package init(clock: any WallClock) {
        self.clock = clock
    }

    func read<R: Sendable>(_ body: (MemoryState) throws -> R) rethrows -> R {
        try state.withLock { try body($0) }
    }

    func write<R: Sendable>(_ body: (inout sending MemoryState) throws -> sending R) rethrows -> R {
        try state.withLock(body)
    }

    /// What waits in a workspace's outbox, in order.
    package func outbox(of workspace: WorkspaceID) -> [OutgoingMail] {
        read { $0.outbox[workspace, default: []] }
    }

    /// Challenges for passkeys that wait for their reply.
    package var passkeyChallenges: Int { read { $0.ceremonies.count } }

    /// The audited actions of a workspace, in order.
    package func actions(in workspace: WorkspaceID) -> [String] {
        read { $0.audit[workspace, default: []].map(\.action) }
    }
}

extension MemoryStorage: ControlDatabaseAccess, WorkspaceDatabaseAccess {
    package func transaction<R: Sendable>(
        _ body: @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await body(ControlTransaction(handle: 0))
    }

    package func transaction<R: Sendable>(
        on workspace: WorkspaceID,
        _ body: @Sendable (WorkspaceTransaction) async throws -> R
    ) async throws -> R {
        try await body(WorkspaceTransaction(workspace: workspace, handle: 0))
    }

    package func change<R: Sendable>(
        _ workspace: WorkspaceID,
        by author: ChangeAuthor,
        _ body: @Sendable (WorkspaceChange) async throws -> R
    ) async throws -> R {
        let transaction = WorkspaceTransaction(workspace: workspace, handle: 0)
        let change = WorkspaceChange(transaction: transaction, author: author)
        let result = try await body(change)
        let now = clock.now
        write { state in
            for event in change.events {
                let entries = state.audit[workspace, default: []]
                state.audit[workspace] =
                    entries + [
                        AuditEntry(
                            sequence: Int64(entries.count + 1),
                            time: now,
                            actorKind: "user",
                            actorID: nil,
                            action: event.action.rawValue,
                            targetKind: "session",
                            targetID: "x",
                            changes: .array([]),
                            sourceAddress: author.origin.sourceAddress,
                            correlationID: author.origin.correlationID.description
                        )
                    ]
            }
        }
        return result
    }
}
