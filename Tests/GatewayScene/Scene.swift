import BoundedWorkers
import Credentials
import FoundationEssentials
package import GatewayHTTP
package import HTTPTypes
import Hummingbird
package import HummingbirdTesting
import Logging
import Secrets
package import SignIn
package import WebAuthn
package import Workspaces

/// The use cases over memory, with two workspaces and two people in the first: an owner and a member.
package struct Scene: Sendable {
    package static let password = "correct horse battery staple"

    package let clock = SceneClock()
    package let random = SceneRandom()
    package let storage: MemoryStorage
    package let url: PublicURL
    package let acme: Workspace
    package let globex: Workspace
    package let owner: User
    package let member: User
    package let keys: SigningKeyRing
    /// What is known of revocations; as in a serving program it must be refreshed as time goes on.
    private let log: RevocationLog
    package let feed: RevocationFeed
    package let applications: ManageApplications
    package let signIn: SignInWithPassword
    package let factors: SecondFactorUseCases
    package let refresh: RefreshSession
    package let revoke: RevokeToken
    package let listSessions: ListSessions
    package let endSession: EndSession
    package let listAudit: ListAudit
    package let makePasswordLink: MakePasswordLink
    package let askForPasswordReset: AskForPasswordReset
    package let setPassword: SetPassword
    package let setPasswordByLink: SetPasswordByLink
    package let doorkeeper: Doorkeeper

    /// - Parameters:
    ///   - queue: how many password hashes may wait.
    ///   - threads: how many are made at once; with 0 of both every sign-in is told to come back.
    ///   - attestationRoots: whom passkeys' attestations may lead to.
    package init(
        queue: Int = 4,
        threads: Int = 1,
        attestationRoots: AttestationRoots = AttestationRoots.none
    ) async throws {
        let clock = clock
        let random = random
        let storage = MemoryStorage(clock: clock)
        let url = try PublicURL("http://localhost")
        let sealing = try Sealing(keys: [Secret([UInt8](repeating: 1, count: Sealing.keyBytes))])
        let keys = try SigningKeyRing(control: storage, storage: storage, sealing: sealing)
        let log = RevocationLog(control: storage, storage: storage, clock: clock)
        let rotate = RotateSigningKeys(
            control: storage,
            storage: storage,
            revocations: storage,
            sealing: sealing,
            clock: clock
        )
        _ = try await rotate.bootstrap()
        try await keys.refresh()
        try await log.refresh()
        let directory = WorkspaceDirectory(control: storage, workspaces: storage, clock: clock)
        let issue = IssueAccessToken(
            issuer: url.description,
            assetAudience: "asset-api",
            keys: keys,
            clock: clock,
            random: random
        )
        let revokeTokens = RevokeAccessTokens(control: storage, revocations: storage, log: log, clock: clock)
        let end = EndSession(databases: storage, sessions: storage, revoke: revokeTokens, clock: clock)
        let verify = VerifyOwnAccessToken(issuer: url.description, keys: keys, log: log, clock: clock)
        let workers = BoundedWorkers(name: "scene", threads: threads, queue: queue)
        let hasher = PasswordHasher(
            workers: workers,
            parameters: Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)
        )
        acme = try Self.workspace("acme", random)
        globex = try Self.workspace("globex", random)
        owner = try Self.user("ada@acme.example", "Ada Lovelace", .owner, random)
        member = try Self.user("bob@acme.example", "Bob", .member, random)
        let hash = try PasswordHash.make(
            NormalizedPassword(Secret(Self.password)),
            salt: random.bytes(PasswordHash.saltBytes),
            parameters: Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)
        )
        storage.write { [acme, globex, owner, member] state in
            state.workspaces = [acme, globex]
            state.users[acme.id] = [owner, member]
            state.passwords = [owner.id: .ours(hash), member.id: .ours(hash)]
        }
        self.storage = storage
        self.url = url
        self.keys = keys
        self.log = log
        feed = RevocationFeed(issuer: url.description, log: log, keys: keys, clock: clock)
        applications = ManageApplications(control: storage, applications: storage, clock: clock, random: random)
        let endSessions = EndUserSessions(users: storage, sessions: storage, revoke: revokeTokens, clock: clock)
        let notify = NotifyByMail(control: storage, raised: storage, outbox: storage, clock: clock, random: random)
        let factors = SecondFactorUseCases(
            SecondFactorUseCases.Storage(
                databases: storage,
                users: storage,
                passwords: storage,
                sessions: storage,
                policy: storage,
                passkeyPolicy: storage,
                census: storage,
                totp: storage,
                recoveryCodes: storage,
                passkeys: storage,
                ceremonies: storage,
                transactions: storage,
                networks: storage,
                wrongCodes: storage,
                throttle: storage
            ),
            relyingParty: RelyingParty(url),
            attestationRoots: attestationRoots,
            open: OpenSession(
                directory: directory,
                sessions: storage,
                tokens: storage,
                issue: issue,
                clock: clock,
                random: random
            ),
            hasher: hasher,
            endSessions: endSessions,
            notify: notify,
            sealing: sealing,
            clock: clock,
            random: random
        )
        self.factors = factors
        signIn = SignInWithPassword(
            databases: storage,
            users: storage,
            passwords: storage,
            hasher: hasher,
            decoys: PasswordDecoys(sealing),
            throttle: ThrottleSignIn(
                control: storage,
                storage: storage,
                networks: storage,
                keys: ThrottleKeys(sealing),
                clock: clock,
                random: random
            ),
            dispatcher: factors.dispatcher,
            refuse: factors.refuse,
            clock: clock,
            random: random
        )
        refresh = RefreshSession(
            databases: storage,
            directory: directory,
            users: storage,
            policy: storage,
            sessions: storage,
            tokens: storage,
            endSession: end,
            issue: issue,
            sealing: sealing,
            clock: clock
        )
        revoke = RevokeToken(
            databases: storage,
            directory: directory,
            sessions: storage,
            tokens: storage,
            endSession: end,
            verify: verify
        )
        listSessions = ListSessions(databases: storage, sessions: storage, clock: clock)
        endSession = end
        listAudit = ListAudit(databases: storage, audit: storage)
        let setPassword = SetPassword(
            databases: storage,
            users: storage,
            passwords: storage,
            links: storage,
            transactions: storage,
            endSessions: endSessions,
            notify: notify,
            hasher: hasher,
            policy: PasswordPolicy(),
            clock: clock,
            random: random
        )
        self.setPassword = setPassword
        makePasswordLink = MakePasswordLink(links: storage, clock: clock, random: random)
        askForPasswordReset = AskForPasswordReset(
            databases: storage,
            throttle: storage,
            keys: ThrottleKeys(sealing),
            notify: notify,
            clock: clock
        )
        setPasswordByLink = SetPasswordByLink(
            databases: storage,
            users: storage,
            links: storage,
            setPassword: setPassword,
            clock: clock
        )
        doorkeeper = Doorkeeper(
            directory: directory,
            browserSessions: AuthenticateBrowserSession(
                databases: storage,
                users: storage,
                policy: storage,
                sessions: storage,
                clock: clock
            ),
            accessTokens: verify,
            freshProof: factors.freshProof,
            applications: applications
        )
    }

    /// The user of that id, as storage has it.
    package func findUser(_ id: UserID, _ workspace: WorkspaceID) async throws -> User? {
        try await storage.transaction(on: workspace) { [storage] in storage.find(id, in: $0) }
    }

    /// Sends one request to these routes and returns the answer.
    package func send(
        _ routes: [Route],
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: String? = nil,
        errorPage: @escaping @Sendable (ProblemReport) -> Answer = { $0.details }
    ) async throws -> TestResponse {
        // As every node does all the time: what is known of revocations is of this moment.
        try await log.refresh()
        let responder = GatewayResponder(
            GatewayResponder.Parts(
                routes: try RouteTable(routes),
                publicURL: url,
                clientAddress: ClientAddress(trustedProxies: []),
                doorkeeper: doorkeeper,
                clock: clock,
                random: random,
                metrics: MetricsRegistry(),
                logger: Logger(label: "scene") { _ in SwiftLogNoOpLogHandler() },
                errorPage: errorPage
            )
        )
        return try await Application(responder: responder).test(.router) { client in
            try await client.executeRequest(
                uri: path,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(string: $0) }
            )
        }
    }

    /// A sample that is not what its type takes.
    private struct BadSample: Error {}

    private static func workspace(_ slug: String, _ random: SceneRandom) throws -> Workspace {
        guard let slug = WorkspaceSlug(slug) else { throw BadSample() }
        return Workspace(
            id: .random(from: random),
            slug: slug,
            name: "\(slug) inc.",
            region: "eu",
            state: .active,
            createdAt: Date(unixSeconds: 0)
        )
    }

    private static func user(_ email: String, _ name: String, _ role: Role, _ random: SceneRandom) throws -> User {
        guard let email = EmailAddress(email) else { throw BadSample() }
        return User(
            id: .random(from: random),
            email: email,
            name: name,
            role: role,
            status: .active,
            createdAt: Date(unixSeconds: 0)
        )
    }
}

extension TestResponse {
    /// The body as text.
    package var text: String { String(buffer: body) }
}
