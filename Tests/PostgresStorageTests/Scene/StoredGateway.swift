import BoundedWorkers
import Credentials
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import WebAuthn
import WorkspaceDatabases
import Workspaces

/// The use cases over PostgreSQL, with a clock that the test moves, a first key pair, and one workspace with an owner.
struct StoredGateway: Sendable {
    static let issuer = "https://id.example"
    static let password = "seven green lanterns adrift"
    static let origin = RequestOrigin(
        sourceAddress: "192.0.2.7",
        correlationID: CorrelationID(rawValue: UUID()),
        userAgent: "Browser/1.0"
    )
    static let byOperator = ChangeAuthor(.operator("tester"), from: origin)
    static let relyingParty = RelyingParty(id: "id.example.org", origins: ["https://id.example.org"])
    /// Connections to the control database that all but revocations share.
    static let controlConnections = 8
    private static let hashing = Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)

    let clock = MovableClock()
    let random = SystemBytes()
    let service: ServiceOnServer
    let sealing: Sealing
    let pools: WorkspacePools
    let control: PostgresControlDatabase
    /// The same database, over the connections that are kept for revocations.
    let revocationControl: PostgresControlDatabase
    let databases: PostgresWorkspaceDatabases
    let log: RevocationLog
    let keys: SigningKeyRing
    let rotateKeys: RotateSigningKeys
    /// Where tries are counted.
    var throttle: any ThrottleStorage = ThrottleCountersRepository()
    /// Whom passkeys' attestations may lead to.
    var attestationRoots = AttestationRoots.none
    private let hashWorkers = BoundedWorkers(name: "test-hash", threads: 1, queue: 64)

    /// Gives `body` a service of its own with one workspace and its owner, and takes both away afterwards.
    static func with(_ body: (StoredGateway, Workspace, User) async throws -> Void) async throws {
        try await ServiceOnServer.with { service async throws in
            let gateway = try StoredGateway(service)
            do {
                _ = try await gateway.rotateKeys.bootstrap()
                try await gateway.keys.refresh()
                let workspace = try await gateway.makeWorkspace("acme")
                let owner = try await gateway.makeUser("ada@acme.example", .owner, in: workspace)
                try await body(gateway, workspace, owner)
            } catch {
                await gateway.pools.shutdown()
                throw error
            }
            await gateway.pools.shutdown()
        }
    }

    /// Only the control database and what works on it: no key, no workspace.
    static func withControlOnly(_ body: (StoredGateway) async throws -> Void) async throws {
        try await ServiceOnServer.with { service async throws in
            let gateway = try StoredGateway(service)
            do {
                try await body(gateway)
            } catch {
                await gateway.pools.shutdown()
                throw error
            }
            await gateway.pools.shutdown()
        }
    }

    init(_ service: ServiceOnServer) throws {
        self.service = service
        sealing = try Sealing(keys: [Secret([UInt8](repeating: 7, count: Sealing.keyBytes))])
        pools = WorkspacePools(
            control: service.runtime,
            controlCap: Self.controlConnections,
            reservedControlCap: 3,
            clusterCap: 24,
            waitDeadline: .seconds(60),
            clusters: [service.runtime],
            workers: service.server.workers
        )
        control = PostgresControlDatabase(pools: pools)
        revocationControl = PostgresControlDatabase(pools: pools, share: .reserved)
        databases = PostgresWorkspaceDatabases(
            pools: pools,
            locations: WorkspaceLocations(sealing: sealing, clusters: service.clusters),
            clock: clock
        )
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
    }

    // MARK: Use cases

    var directory: WorkspaceDirectory {
        WorkspaceDirectory(control: control, workspaces: WorkspacesRepository(), clock: clock)
    }

    var hasher: PasswordHasher { PasswordHasher(workers: hashWorkers, parameters: Self.hashing) }

    var revoke: RevokeAccessTokens { revoke(over: revocationControl) }

    func revoke(
        over control: any ControlDatabaseAccess,
        folding: RevocationFolding = .standard
    ) -> RevokeAccessTokens {
        RevokeAccessTokens(
            control: control,
            revocations: RevocationsRepository(),
            log: log,
            folding: folding,
            clock: clock
        )
    }

    var users: ManageUsers {
        ManageUsers(
            databases: databases,
            users: UsersRepository(),
            tokens: RevokeUserTokens(revoke: revoke, sessions: SessionsRepository(), clock: clock),
            clock: clock,
            random: random
        )
    }

    private var endUserSessions: EndUserSessions {
        EndUserSessions(users: UsersRepository(), sessions: SessionsRepository(), revoke: revoke, clock: clock)
    }

    /// The use cases that second factors are part of.
    var factors: SecondFactorUseCases {
        SecondFactorUseCases(
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
                throttle: throttle
            ),
            relyingParty: Self.relyingParty,
            attestationRoots: attestationRoots,
            open: OpenSession(
                directory: directory,
                sessions: SessionsRepository(),
                tokens: RefreshTokensRepository(),
                issue: issue(by: clock),
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
    }

    var setPassword: SetPassword {
        SetPassword(
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
    }

    var notify: NotifyByMail {
        NotifyByMail(
            control: control,
            raised: RaisedOutboxesRepository(),
            outbox: OutboxRepository(),
            clock: clock,
            random: random
        )
    }

    var setPasswordByLink: SetPasswordByLink {
        SetPasswordByLink(
            databases: databases,
            users: UsersRepository(),
            links: PasswordLinksRepository(),
            setPassword: setPassword,
            clock: clock
        )
    }

    var makePasswordLink: MakePasswordLink {
        MakePasswordLink(links: PasswordLinksRepository(), clock: clock, random: random)
    }

    /// One node's; each has a memory of its own.
    func makeThrottle() -> ThrottleSignIn {
        ThrottleSignIn(
            control: control,
            storage: ThrottleCountersRepository(),
            networks: SignInNetworksRepository(),
            keys: ThrottleKeys(sealing),
            clock: clock,
            random: random
        )
    }

    var signIn: SignInWithPassword { signIn(under: makeThrottle()) }

    func signIn(under throttle: ThrottleSignIn, hasher: PasswordHasher? = nil) -> SignInWithPassword {
        SignInWithPassword(
            databases: databases,
            users: UsersRepository(),
            passwords: PasswordsRepository(),
            hasher: hasher ?? self.hasher,
            decoys: PasswordDecoys(sealing),
            throttle: throttle,
            dispatcher: factors.dispatcher,
            refuse: factors.refuse,
            clock: clock,
            random: random
        )
    }

    var refresh: RefreshSession { refresh(issuingBy: clock) }

    func refresh(issuingBy clock: any WallClock) -> RefreshSession {
        RefreshSession(
            databases: databases,
            directory: directory,
            users: UsersRepository(),
            policy: PolicyRepository(),
            sessions: SessionsRepository(),
            tokens: RefreshTokensRepository(),
            endSession: endSession,
            issue: issue(by: clock),
            sealing: sealing,
            clock: clock
        )
    }

    var endSession: EndSession { endSession(over: databases, revoke) }

    func endSession(over databases: any WorkspaceDatabaseAccess, _ revoke: RevokeAccessTokens) -> EndSession {
        EndSession(databases: databases, sessions: SessionsRepository(), revoke: revoke, clock: clock)
    }

    var verify: VerifyOwnAccessToken { VerifyOwnAccessToken(issuer: Self.issuer, keys: keys, log: log, clock: clock) }

    var revokeToken: RevokeToken {
        RevokeToken(
            databases: databases,
            directory: directory,
            sessions: SessionsRepository(),
            tokens: RefreshTokensRepository(),
            endSession: endSession,
            verify: verify
        )
    }

    var browserSessions: AuthenticateBrowserSession {
        AuthenticateBrowserSession(
            databases: databases,
            users: UsersRepository(),
            policy: PolicyRepository(),
            sessions: SessionsRepository(),
            clock: clock
        )
    }

    private func issue(by clock: any WallClock) -> IssueAccessToken {
        IssueAccessToken(issuer: Self.issuer, assetAudience: "asset-api", keys: keys, clock: clock, random: random)
    }

    // MARK: Making

    func makeWorkspace(_ slug: String) async throws -> Workspace {
        let workspace = Workspace(
            id: .random(from: random),
            slug: try #require(WorkspaceSlug(slug)),
            name: "\(slug) inc.",
            region: "eu",
            state: .creating,
            createdAt: clock.now
        )
        let plan = WorkspacePlan(
            cluster: DatabaseCluster.main,
            names: WorkspaceDatabaseNames(prefix: service.prefix) { random.bytes($0) },
            password: Secret("workspace")
        )
        try await service.provisioner.create(plan.names, password: plan.password)
        let locations = WorkspaceLocations(sealing: sealing, clusters: service.clusters)
        try await pools.withControlTransaction { transaction in
            _ = try await locations.insert(workspace, as: plan, in: transaction)
            _ = try await locations.activate(workspace.id, in: transaction)
        }
        return try #require(try await directory.find(workspace.id))
    }

    /// A user with ``password``.
    func makeUser(_ email: String, _ role: Role, in workspace: Workspace) async throws -> User {
        let user = try await users.create(
            email: try #require(EmailAddress(email)),
            name: "Somebody",
            role: role,
            in: workspace.id,
            by: Self.byOperator
        )
        try await setPassword(Secret(Self.password), of: user, in: workspace, by: Self.byOperator)
        return user
    }
}
