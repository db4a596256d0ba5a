import BoundedWorkers
import Credentials
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import WebAuthn
import WorkspaceDatabases
import Workspaces

/// The whole program below its faces, put together once: for serving and for every command.
struct Gateway: Sendable {
    /// The name of the asset API in `aud`.
    static let assetAudience = "asset-api"
    /// Connections to the control database.
    private static let controlConnections = 16
    /// Connections to it besides, for all that is about revocations: knowing, writing and telling them waits behind no
    /// flood of sign-ins.
    private static let revocationConnections = 3
    /// Connections to the databases of all workspaces of one cluster together: as many workspaces as are in use stay warm.
    private static let workspaceConnections = 50
    /// Of these, one workspace's: whatever it does, the others have half.
    private static let connectionsOfOneWorkspace = 25
    /// Password hashes that may wait besides those that are computed: about two seconds of work for each core.
    private static let hashQueuePerThread = 64
    /// A hash burns a core for some ten milliseconds: whoever needs one for a moment meanwhile, to answer a refresh or in the
    /// database beside us, gets it first.
    private static let hashNiceness: Int32 = 10

    let clock: any WallClock = SystemClock()
    let random: any RandomSource = SystemRandomness()
    let databaseWorkers: BoundedWorkers
    let hashWorkers: BoundedWorkers
    let pools: WorkspacePools
    let control: PostgresControlDatabase
    /// The same database, over the connections that are kept for revocations.
    private let revocationControl: PostgresControlDatabase
    let databases: PostgresWorkspaceDatabases
    let locations: WorkspaceLocations
    let clusters: DatabaseClusters
    let directory: WorkspaceDirectory
    let log: RevocationLog
    let keys: SigningKeyRing
    let rotateKeys: RotateSigningKeys
    let applications: ManageApplications
    let users: ManageUsers
    let setPassword: SetPassword
    let recoverOwner: RecoverOwner
    let importUsers: ImportUsers
    let makePasswordLink: MakePasswordLink
    private let revoke: RevokeAccessTokens
    private let endUserSessions: EndUserSessions
    private let notify: NotifyByMail
    let workspaces = WorkspacesRepository()
    let resealSecrets: ResealSecrets
    private let sealing: Sealing
    private let hasher: PasswordHasher

    init(_ settings: DatabaseSettings) throws {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        databaseWorkers = BoundedWorkers.forDatabases()
        hashWorkers = BoundedWorkers(
            name: "password",
            threads: processors,
            queue: processors * Self.hashQueuePerThread,
            stackBytes: 1 << 20,
            niceness: Self.hashNiceness
        )
        hasher = PasswordHasher(workers: hashWorkers, parameters: settings.hashing)
        sealing = settings.sealing
        pools = WorkspacePools(
            control: settings.database,
            controlCap: Self.controlConnections,
            reservedControlCap: Self.revocationConnections,
            clusterCap: Self.workspaceConnections,
            perWorkspaceCap: Self.connectionsOfOneWorkspace,
            clusters: settings.clusters.clusters.all.map(\.serving),
            workers: databaseWorkers
        )
        control = PostgresControlDatabase(pools: pools)
        revocationControl = PostgresControlDatabase(pools: pools, share: .reserved)
        clusters = settings.clusters.clusters
        locations = WorkspaceLocations(sealing: sealing, clusters: clusters)
        databases = PostgresWorkspaceDatabases(pools: pools, locations: locations, clock: clock)
        resealSecrets = ResealSecrets(control: control, databases: databases, sealing: sealing)
        directory = WorkspaceDirectory(control: control, workspaces: workspaces, clock: clock)
        log = RevocationLog(control: revocationControl, storage: RevocationsRepository(), clock: clock)
        keys = try SigningKeyRing(
            control: revocationControl,
            storage: SigningKeysRepository(),
            sealing: sealing
        )
        rotateKeys = RotateSigningKeys(
            control: control,
            storage: SigningKeysRepository(),
            revocations: RevocationsRepository(),
            sealing: sealing,
            clock: clock
        )
        // Not over the connections that are kept for revocations: anybody may claim to be an application.
        applications = ManageApplications(
            control: control,
            applications: ApplicationsRepository(),
            clock: clock,
            random: random
        )
        revoke = RevokeAccessTokens(
            control: revocationControl,
            revocations: RevocationsRepository(),
            log: log,
            clock: clock
        )
        users = ManageUsers(
            databases: databases,
            users: UsersRepository(),
            tokens: RevokeUserTokens(revoke: revoke, sessions: SessionsRepository(), clock: clock),
            clock: clock,
            random: random
        )
        notify = NotifyByMail(
            control: control,
            raised: RaisedOutboxesRepository(),
            outbox: OutboxRepository(),
            clock: clock,
            random: random
        )
        makePasswordLink = MakePasswordLink(links: PasswordLinksRepository(), clock: clock, random: random)
        endUserSessions = EndUserSessions(
            users: UsersRepository(),
            sessions: SessionsRepository(),
            revoke: revoke,
            clock: clock
        )
        setPassword = SetPassword(
            databases: databases,
            users: UsersRepository(),
            passwords: PasswordsRepository(),
            links: PasswordLinksRepository(),
            transactions: SignInTransactionsRepository(),
            endSessions: endUserSessions,
            notify: notify,
            hasher: hasher,
            policy: PasswordPolicy(),
            clock: clock,
            random: random
        )
        recoverOwner = RecoverOwner(
            users: UsersRepository(),
            sessions: SessionsRepository(),
            factors: SecondFactors(
                totp: TOTPRepository(),
                recoveryCodes: RecoveryCodesRepository(),
                passkeys: PasskeysRepository()
            ),
            transactions: SignInTransactionsRepository(),
            revoke: revoke,
            setPassword: setPassword,
            clock: clock
        )
        importUsers = ImportUsers(
            databases: databases,
            users: UsersRepository(),
            passwords: PasswordsRepository(),
            clock: clock,
            random: random
        )
    }

    /// What the faces ask for.
    func signInUseCases(
        issuer: String,
        relyingParty: RelyingParty,
        attestationRoots: AttestationRoots
    ) -> SignInUseCases {
        let issue = IssueAccessToken(
            issuer: issuer,
            assetAudience: Self.assetAudience,
            keys: keys,
            clock: clock,
            random: random
        )
        let endSession = EndSession(
            databases: databases,
            sessions: SessionsRepository(),
            revoke: revoke,
            clock: clock
        )
        let factors = SecondFactorUseCases(
            SecondFactorUseCases.Storage(
                databases: databases,
                users: UsersRepository(),
                passwords: PasswordsRepository(),
                sessions: SessionsRepository(),
                policy: PolicyRepository(),
                passkeyPolicy: PasskeyPolicyRepository(),
                census: FactorCensusRepository(),
                totp: TOTPRepository(),
                recoveryCodes: RecoveryCodesRepository(),
                passkeys: PasskeysRepository(),
                ceremonies: PasskeyCeremoniesRepository(),
                transactions: SignInTransactionsRepository(),
                networks: SignInNetworksRepository(),
                wrongCodes: WrongCodesRepository(),
                throttle: ThrottleCountersRepository()
            ),
            relyingParty: relyingParty,
            attestationRoots: attestationRoots,
            open: OpenSession(
                directory: directory,
                sessions: SessionsRepository(),
                tokens: RefreshTokensRepository(),
                issue: issue,
                clock: clock,
                random: random
            ),
            hasher: hasher,
            endSessions: endUserSessions,
            notify: notify,
            sealing: sealing,
            clock: clock,
            random: random
        )
        let verify = VerifyOwnAccessToken(issuer: issuer, keys: keys, log: log, clock: clock)
        return SignInUseCases(
            signIn: SignInWithPassword(
                databases: databases,
                users: UsersRepository(),
                passwords: PasswordsRepository(),
                hasher: hasher,
                decoys: PasswordDecoys(sealing),
                throttle: ThrottleSignIn(
                    control: control,
                    storage: ThrottleCountersRepository(),
                    networks: SignInNetworksRepository(),
                    keys: ThrottleKeys(sealing),
                    clock: clock,
                    random: random
                ),
                dispatcher: factors.dispatcher,
                refuse: factors.refuse,
                clock: clock,
                random: random
            ),
            factors: factors,
            refresh: RefreshSession(
                databases: databases,
                directory: directory,
                users: UsersRepository(),
                policy: PolicyRepository(),
                sessions: SessionsRepository(),
                tokens: RefreshTokensRepository(),
                endSession: endSession,
                issue: issue,
                sealing: sealing,
                clock: clock
            ),
            revoke: RevokeToken(
                databases: databases,
                directory: directory,
                sessions: SessionsRepository(),
                tokens: RefreshTokensRepository(),
                endSession: endSession,
                verify: verify
            ),
            endSession: endSession,
            verify: verify,
            browserSessions: AuthenticateBrowserSession(
                databases: databases,
                users: UsersRepository(),
                policy: PolicyRepository(),
                sessions: SessionsRepository(),
                clock: clock
            ),
            listSessions: ListSessions(databases: databases, sessions: SessionsRepository(), clock: clock),
            listAudit: ListAudit(databases: databases, audit: AuditRepository()),
            askForPasswordReset: AskForPasswordReset(
                databases: databases,
                throttle: ThrottleCountersRepository(),
                keys: ThrottleKeys(sealing),
                notify: notify,
                clock: clock
            ),
            setPasswordByLink: SetPasswordByLink(
                databases: databases,
                users: UsersRepository(),
                links: PasswordLinksRepository(),
                setPassword: setPassword,
                clock: clock
            ),
            feed: RevocationFeed(issuer: issuer, log: log, keys: keys, clock: clock)
        )
    }
}

/// The use cases of people at the door, which need to know who we are.
struct SignInUseCases: Sendable {
    let signIn: SignInWithPassword
    let factors: SecondFactorUseCases
    let refresh: RefreshSession
    let revoke: RevokeToken
    let endSession: EndSession
    let verify: VerifyOwnAccessToken
    let browserSessions: AuthenticateBrowserSession
    let listSessions: ListSessions
    let listAudit: ListAudit
    let askForPasswordReset: AskForPasswordReset
    let setPasswordByLink: SetPasswordByLink
    let feed: RevocationFeed
}
