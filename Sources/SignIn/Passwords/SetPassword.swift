package import Credentials
package import Secrets
package import Workspaces

/// Sets a user's password, by the policy.
///
/// One that replaces another ends whatever was signed in with the old one, whoever holds it: sessions with their cookies and
/// refresh tokens, sign-ins that are under way and, by a revocation, access tokens (attacks 5.3 #22).
package struct SetPassword: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let passwords: any PasswordStorage
    let links: any PasswordLinkStorage
    let transactions: any SignInTransactionStorage
    let endSessions: EndUserSessions
    let notify: NotifyByMail
    let hasher: PasswordHasher
    let policy: PasswordPolicy
    let clock: any WallClock
    let random: any RandomSource

    /// Checks `typed` against the policy without setting it. Throws ``PasswordPolicyViolation``.
    package func check(
        _ typed: Secret<String>,
        email: EmailAddress,
        name: String,
        workspace: Workspace
    ) throws(PasswordPolicyViolation) -> NormalizedPassword {
        let password = try NormalizedPassword(typed)
        try policy.judge(
            password,
            ownNames: [email.description, email.domain, name, workspace.name, workspace.slug.description]
        )
        return password
    }

    /// Throws ``PasswordPolicyViolation``, `UserRejection.unknownUser`, `BoundedWorkersFull` where no hash can be made now,
    /// ``StepUpRejection/sessionOver`` where the kept session has ended, and what `condition` throws.
    ///
    /// - Parameters:
    ///   - kept: the session in which somebody changes the own password, which stays.
    ///   - condition: what must hold besides, or be done, in the same change; told the user as it is under the lock.
    package func callAsFunction(
        _ typed: Secret<String>,
        of user: User,
        in workspace: Workspace,
        by author: ChangeAuthor,
        keeping kept: SessionID? = nil,
        provided condition: @Sendable (User, WorkspaceChange) async throws -> Void = { _, _ in }
    ) async throws {
        let password = try check(typed, email: user.email, name: user.name, workspace: workspace)
        let hash = try await hasher.hash(password, salt: random.bytes(PasswordHash.saltBytes))
        try await databases.change(workspace.id, by: author) { [self] change in
            guard let user = try await users.lock(user.id, in: change.transaction) else {
                throw UserRejection.unknownUser
            }
            if let kept { try await endSessions.lockKept(kept, of: user, in: change) }
            try await condition(user, change)
            let replacesAnother = try await passwords.find(of: user.id, in: change.transaction) != nil
            try await passwords.set(hash, of: user.id, at: clock.now, in: change)
            try await links.removeAll(of: user.id, in: change.transaction)
            try await transactions.removeAll(of: user.id, in: change.transaction)
            if replacesAnother {
                try await endSessions(of: user, keeping: kept, because: .passwordChanged, in: change)
                try await notify(.passwordChanged, to: user.email, in: change.transaction)
            }
        }
    }
}
