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
    /// Connections to the control database.
    private static let controlConnections = 16
    /// Connections to it besides, for all that is about revocations.
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
    let clusters: DatabaseClusters
    let locations: WorkspaceLocations
    let databases: PostgresWorkspaceDatabases
    let storage: any GatewayStorage
    let log: RevocationLog
    let keys: SigningKeyRing
    let useCases: OperatorUseCases
    let resealSecrets: ResealSecrets

    init(_ settings: DatabaseSettings) throws {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let sealing = settings.sealing
        databaseWorkers = BoundedWorkers.forDatabases()
        hashWorkers = BoundedWorkers(
            name: "password",
            threads: processors,
            queue: processors * Self.hashQueuePerThread,
            stackBytes: 1 << 20,
            niceness: Self.hashNiceness
        )
        pools = WorkspacePools(
            control: settings.database,
            controlCap: Self.controlConnections,
            reservedControlCap: Self.revocationConnections,
            clusterCap: Self.workspaceConnections,
            perWorkspaceCap: Self.connectionsOfOneWorkspace,
            clusters: settings.clusters.clusters.all.map(\.serving),
            workers: databaseWorkers
        )
        clusters = settings.clusters.clusters
        locations = WorkspaceLocations(sealing: sealing, clusters: clusters)
        databases = PostgresWorkspaceDatabases(pools: pools, locations: locations, clock: clock)
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
        useCases = OperatorUseCases(
            storage,
            log: log,
            keys: keys,
            hasher: PasswordHasher(workers: hashWorkers, parameters: settings.hashing),
            sealing: sealing,
            clock: clock,
            random: random
        )
        resealSecrets = ResealSecrets(control: storage.control, databases: databases, sealing: sealing)
    }
}
