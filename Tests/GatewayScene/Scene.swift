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
    package let useCases: SignInUseCases
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
        let hashing = Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)
        let operators = OperatorUseCases(
            storage,
            log: RevocationLog(control: storage, storage: storage, clock: clock),
            keys: try SigningKeyRing(control: storage, storage: storage, sealing: sealing),
            hasher: PasswordHasher(
                workers: BoundedWorkers(name: "scene", threads: threads, queue: queue),
                parameters: hashing
            ),
            sealing: sealing,
            clock: clock,
            random: random
        )
        _ = try await operators.rotateKeys.bootstrap()
        try await operators.keys.refresh()
        try await operators.log.refresh()
        acme = try Self.workspace("acme", random)
        globex = try Self.workspace("globex", random)
        owner = try Self.user("ada@acme.example", "Ada Lovelace", .owner, random)
        member = try Self.user("bob@acme.example", "Bob", .member, random)
        let hash = try PasswordHash.make(
            NormalizedPassword(Secret(Self.password)),
            salt: random.bytes(PasswordHash.saltBytes),
            parameters: hashing
        )
        storage.write { [acme, globex, owner, member] state in
            state.workspaces = [acme, globex]
            state.users[acme.id] = [owner, member]
            state.passwords = [owner.id: .ours(hash), member.id: .ours(hash)]
        }
        self.storage = storage
        self.url = url
        useCases = SignInUseCases(
            operators,
            issuer: url.description,
            relyingParty: RelyingParty(url),
            attestationRoots: attestationRoots
        )
        doorkeeper = Doorkeeper(useCases)
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
        try await useCases.operators.log.refresh()
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
