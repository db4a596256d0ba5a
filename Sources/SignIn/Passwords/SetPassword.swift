package import Credentials
package import Secrets
package import Workspaces

/// Sets a user's password, by the policy.
package struct SetPassword: Sendable {
    private let databases: any WorkspaceDatabaseAccess
    private let passwords: any PasswordStorage
    private let hasher: PasswordHasher
    private let policy: PasswordPolicy
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        databases: any WorkspaceDatabaseAccess,
        passwords: any PasswordStorage,
        hasher: PasswordHasher,
        policy: PasswordPolicy,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.databases = databases
        self.passwords = passwords
        self.hasher = hasher
        self.policy = policy
        self.clock = clock
        self.random = random
    }

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

    /// Throws ``PasswordPolicyViolation``, and ``BoundedWorkersFull`` where no hash can be made now.
    package func callAsFunction(
        _ typed: Secret<String>,
        of user: User,
        in workspace: Workspace,
        by author: ChangeAuthor
    ) async throws {
        let password = try check(typed, email: user.email, name: user.name, workspace: workspace)
        let hash = try await hasher.hash(password, salt: random.bytes(PasswordHash.saltBytes))
        try await databases.change(workspace.id, by: author) { [passwords, clock] change in
            try await passwords.set(hash, of: user.id, at: clock.now, in: change)
        }
    }
}
