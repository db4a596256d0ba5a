package import Credentials
package import Secrets
package import Workspaces

/// What the command line asks for, and the faces with it: the use cases that need not know by which address we are reached.
/// Put together once over whatever storage.
package struct OperatorUseCases: Sendable {
    package let directory: WorkspaceDirectory
    package let rotateKeys: RotateSigningKeys
    package let applications: ManageApplications
    package let users: ManageUsers
    package let setPassword: SetPassword
    package let recoverOwner: RecoverOwner
    package let importUsers: ImportUsers
    package let makePasswordLink: MakePasswordLink
    package let prepareLetter: PrepareLetter
    package let revoke: RevokeAccessTokens
    package let notify: NotifyByMail

    package let log: RevocationLog
    package let keys: SigningKeyRing
    package let clock: any WallClock
    let storage: any GatewayStorage
    let endUserSessions: EndUserSessions
    let hasher: PasswordHasher
    let sealing: Sealing
    let random: any RandomSource

    /// - Parameters:
    ///   - log: what this node knows of revocations.
    ///   - keys: what it knows of signing keys.
    package init(
        _ storage: any GatewayStorage,
        log: RevocationLog,
        keys: SigningKeyRing,
        hasher: PasswordHasher,
        sealing: Sealing,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.storage = storage
        self.log = log
        self.keys = keys
        self.hasher = hasher
        self.sealing = sealing
        self.clock = clock
        self.random = random
        directory = WorkspaceDirectory(control: storage.control, workspaces: storage.workspaces, clock: clock)
        rotateKeys = RotateSigningKeys(
            control: storage.control,
            storage: storage.signingKeys,
            revocations: storage.revocations,
            sealing: sealing,
            clock: clock
        )
        // Not over the connections that are kept for revocations: anybody may claim to be an application.
        applications = ManageApplications(
            control: storage.control,
            applications: storage.applications,
            clock: clock,
            random: random
        )
        revoke = RevokeAccessTokens(
            control: storage.revocationControl,
            revocations: storage.revocations,
            log: log,
            clock: clock
        )
        users = ManageUsers(
            databases: storage.databases,
            users: storage.users,
            tokens: RevokeUserTokens(revoke: revoke, sessions: storage.sessions, clock: clock),
            clock: clock,
            random: random
        )
        notify = NotifyByMail(
            control: storage.control,
            raised: storage.raisedOutboxes,
            outbox: storage.outbox,
            clock: clock,
            random: random
        )
        makePasswordLink = MakePasswordLink(links: storage.passwordLinks, clock: clock, random: random)
        prepareLetter = PrepareLetter(users: storage.users, makeLink: makePasswordLink)
        endUserSessions = EndUserSessions(
            users: storage.users,
            sessions: storage.sessions,
            revoke: revoke,
            clock: clock
        )
        setPassword = SetPassword(
            databases: storage.databases,
            users: storage.users,
            passwords: storage.passwords,
            links: storage.passwordLinks,
            transactions: storage.signInTransactions,
            endSessions: endUserSessions,
            notify: notify,
            hasher: hasher,
            policy: PasswordPolicy(),
            clock: clock,
            random: random
        )
        recoverOwner = RecoverOwner(
            users: storage.users,
            sessions: storage.sessions,
            factors: storage.factors,
            transactions: storage.signInTransactions,
            revoke: revoke,
            setPassword: setPassword,
            clock: clock
        )
        importUsers = ImportUsers(
            databases: storage.databases,
            users: storage.users,
            passwords: storage.passwords,
            clock: clock,
            random: random
        )
    }
}
