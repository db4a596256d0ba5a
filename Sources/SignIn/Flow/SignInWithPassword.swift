package import Credentials
import Encoding
import FoundationEssentials
package import Secrets
package import Workspaces

/// Signs somebody in by mail address and password.
///
/// Whoever the address belongs to, and whether it belongs to anybody, the work is the same: one look-up, one password hash,
/// one change that leaves an entry. The database is not held while the hash is computed.
package struct SignInWithPassword: Sendable {
    private let databases: any WorkspaceDatabaseAccess
    private let users: any UserStorage
    private let passwords: any PasswordStorage
    private let hasher: PasswordHasher
    private let open: OpenSession
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        databases: any WorkspaceDatabaseAccess,
        users: any UserStorage,
        passwords: any PasswordStorage,
        hasher: PasswordHasher,
        open: OpenSession,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.databases = databases
        self.users = users
        self.passwords = passwords
        self.hasher = hasher
        self.open = open
        self.clock = clock
        self.random = random
    }

    /// Signs a program in: it gets an access and a refresh token.
    ///
    /// Throws ``SignInRejection``, and `BoundedWorkersFull` where no hash can be computed now.
    package func forTokens(
        email: String,
        password: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<SessionGrant> {
        .complete(
            try await signIn(email: email, password: password, in: workspace, origin: origin) { user, change in
                try await open.forTokens(user, in: workspace, by: [.password], change)
            }
        )
    }

    /// Signs a browser in: it gets a cookie.
    ///
    /// Throws ``SignInRejection``, and `BoundedWorkersFull` where no hash can be computed now.
    package func forBrowser(
        email: String,
        password: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin
    ) async throws -> SignInStep<BrowserGrant> {
        .complete(
            try await signIn(email: email, password: password, in: workspace, origin: origin) { user, change in
                try await open.forBrowser(user, in: workspace, by: [.password], change)
            }
        )
    }

    private func signIn<Grant: Sendable>(
        email: String,
        password typed: Secret<String>,
        in workspace: Workspace,
        origin: RequestOrigin,
        open grant: @Sendable (User, WorkspaceChange) async throws -> Grant
    ) async throws -> Grant {
        guard workspace.state == .active else { throw SignInRejection.workspaceNotActive }
        let candidate = try await candidate(email, in: workspace.id)
        let password = try? NormalizedPassword(typed)
        // A password that can't be one is hashed as the empty one, against nobody's: the time tells nothing.
        let verdict = try await hasher.verify(
            try password ?? NormalizedPassword(Secret("")),
            against: password == nil ? nil : candidate?.hash
        )
        guard let candidate, let hash = candidate.hash, let password, case .right(let needsUpgrade) = verdict else {
            let reason: SignInRejection = candidate == nil ? .unknownUser : .wrongPassword
            throw try await refuse(reason, candidate?.user, in: workspace.id, origin: origin)
        }
        guard candidate.user.isActive else {
            throw try await refuse(.userNotActive, candidate.user, in: workspace.id, origin: origin)
        }
        let stronger =
            needsUpgrade
            ? try await hasher.hash(password, salt: random.bytes(PasswordHash.saltBytes)) : nil
        let author = ChangeAuthor(.user(candidate.user.id), from: origin)
        let opened: Grant? = try await open.issue.afterRevocations {
            try await databases.change(workspace.id, by: author) { [self] change in
                // Read anew under the lock: the user may have been deactivated, or the password changed, while we hashed.
                guard let user = try await users.lockForIssuing(candidate.user.id, in: change.transaction),
                    user.isActive, try await passwords.find(of: user.id, in: change.transaction) == hash
                else { return nil }
                if let stronger {
                    try await passwords.upgrade(hash, to: stronger, of: user.id, at: clock.now, in: change)
                }
                return try await grant(user, change)
            }
        }
        guard let opened else {
            throw try await refuse(.userNotActive, candidate.user, in: workspace.id, origin: origin)
        }
        return opened
    }

    private struct Candidate: Sendable {
        let user: User
        let hash: PasswordHash?
    }

    private func candidate(_ email: String, in workspace: WorkspaceID) async throws -> Candidate? {
        guard let email = EmailAddress(email) else { return nil }
        return try await databases.transaction(on: workspace) { [users, passwords] transaction in
            guard let user = try await users.find(email, in: transaction) else { return nil }
            return Candidate(user: user, hash: try await passwords.find(of: user.id, in: transaction))
        }
    }

    /// Writes the refusal down and returns it to be thrown.
    private func refuse(
        _ reason: SignInRejection,
        _ user: User?,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> SignInRejection {
        try await databases.change(workspace, by: ChangeAuthor(.anonymous, from: origin)) { change in
            change.record(
                AuditEvent(
                    .sessionSignInRefused,
                    user.map { .user($0.id) } ?? .workspace(workspace),
                    changes: [AuditChange("reason", to: .string(reason.rawValue))]
                )
            )
        }
        return reason
    }
}
