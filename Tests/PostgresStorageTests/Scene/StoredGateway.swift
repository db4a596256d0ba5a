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
///
/// Each use case is found by the name that it has in ``SignInUseCases`` or ``OperatorUseCases``.
@dynamicMemberLookup
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
    let databases: PostgresWorkspaceDatabases
    var storage: PostgresGatewayStorage
    let log: RevocationLog
    let keys: SigningKeyRing
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
        databases = PostgresWorkspaceDatabases(
            pools: pools,
            locations: WorkspaceLocations(sealing: sealing, clusters: service.clusters),
            clock: clock
        )
        storage = PostgresGatewayStorage(
            control: PostgresControlDatabase(pools: pools),
            revocationControl: PostgresControlDatabase(pools: pools, share: .reserved),
            databases: databases
        )
        log = RevocationLog(control: storage.revocationControl, storage: storage.revocations, clock: clock)
        keys = try SigningKeyRing(
            control: storage.revocationControl,
            storage: storage.signingKeys,
            sealing: sealing
        )
    }

    // MARK: Use cases

    subscript<UseCase>(dynamicMember name: KeyPath<SignInUseCases, UseCase>) -> UseCase { useCases()[keyPath: name] }

    subscript<UseCase>(dynamicMember name: KeyPath<OperatorUseCases, UseCase>) -> UseCase {
        useCases().operators[keyPath: name]
    }

    /// One node's: what it remembers besides keys and revocations is its own.
    func useCases(by clock: (any WallClock)? = nil, hasher: PasswordHasher? = nil) -> SignInUseCases {
        SignInUseCases(
            OperatorUseCases(
                storage,
                log: log,
                keys: keys,
                hasher: hasher ?? PasswordHasher(workers: hashWorkers, parameters: Self.hashing),
                sealing: sealing,
                clock: clock ?? self.clock,
                random: random
            ),
            issuer: Self.issuer,
            relyingParty: Self.relyingParty,
            attestationRoots: attestationRoots
        )
    }

    var control: any ControlDatabaseAccess { storage.control }

    func revoking(
        over control: any ControlDatabaseAccess,
        folding: RevocationFolding = .standard
    ) -> RevokeAccessTokens {
        RevokeAccessTokens(
            control: control,
            revocations: storage.revocations,
            log: log,
            folding: folding,
            clock: clock
        )
    }

    func endingSessions(over databases: any WorkspaceDatabaseAccess, _ revoke: RevokeAccessTokens) -> EndSession {
        EndSession(databases: databases, sessions: storage.sessions, revoke: revoke, clock: clock)
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
        return try #require(try await self.directory.find(workspace.id))
    }

    /// A user with ``password``.
    func makeUser(_ email: String, _ role: Role, in workspace: Workspace) async throws -> User {
        let user = try await self.users.create(
            email: try #require(EmailAddress(email)),
            name: "Somebody",
            role: role,
            in: workspace.id,
            by: Self.byOperator
        )
        try await self.setPassword(Secret(Self.password), of: user, in: workspace, by: Self.byOperator)
        return user
    }
}
