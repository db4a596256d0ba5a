import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

/// The life of workspaces, over the same service.
extension StoredGateway {
    var life: WorkspaceLifeUseCases { life(over: databases, control) }

    func life(
        over databases: any WorkspaceDatabaseAccess,
        _ control: any ControlDatabaseAccess
    ) -> WorkspaceLifeUseCases {
        WorkspaceLifeUseCases(
            databases: databases,
            sessions: SessionsRepository(),
            control: control,
            workspaces: WorkspaceLifeRepository(),
            revocations: storage.revocations,
            log: log,
            clock: clock,
            random: random
        )
    }

    func request(ceiling: Int? = nil) -> RequestWorkspace {
        let clusters = service.clusters(ceiling: ceiling)
        return RequestWorkspace(
            pools: pools,
            locations: WorkspaceLocations(sealing: sealing, clusters: clusters),
            clusters: clusters,
            namePrefix: service.prefix,
            clock: clock,
            random: random
        )
    }

    /// - Parameter sealing: nil for the same as everybody's.
    func worker(sealing: Sealing? = nil) -> FulfilProvisioning {
        FulfilProvisioning(
            control: service.provisioning,
            clusters: service.clusters,
            namePrefix: service.prefix,
            sealing: sealing ?? self.sealing,
            workers: service.server.workers,
            clock: clock,
            tell: { _, _ in }
        )
    }

    /// Lets a worker fulfil all that is asked for.
    func fulfil() async throws {
        let worker = worker()
        let connection = try await service.server.connect(service.provisioning)
        while try await worker.next(on: connection) {}
        await connection.close()
    }

    /// The workspace as the control database has it now.
    func current(_ workspace: Workspace) async throws -> Workspace {
        try #require(try await self.directory.read(workspace.id))
    }

    /// Where a workspace will be that is only asked for.
    func plannedLocation(of workspace: Workspace) async throws -> WorkspaceLocation {
        let locations = WorkspaceLocations(sealing: sealing, clusters: service.clusters)
        let plan = try await pools.withControlTransaction { try await locations.plan(of: workspace.id, in: $0) }
        let (names, password) = try (#require(plan).names, #require(plan).password)
        return WorkspaceLocation(
            host: service.runtime.host,
            port: service.runtime.port,
            database: names.database,
            user: names.login,
            password: password
        )
    }

    /// Returns when somebody on the control database waits for what another has locked.
    func untilSomebodyWaitsForALock() async throws {
        while try await !somebodyWaitsForALock(on: service.runtime.database) {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Whether somebody on that database waits for what another has locked.
    func somebodyWaitsForALock(on database: String) async throws -> Bool {
        let connection = try await service.server.connect(service.server.superuser)
        let waiting = try await connection.query(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = \(database)::name AND wait_event_type = 'Lock'
            """
        )
        await connection.close()
        return !waiting.isEmpty
    }

    func receipt(of workspace: Workspace) async throws -> StoredClosingReceipt? {
        try await control.transaction { try await ClosingsRepository().receipt(of: workspace.id, in: $0) }
    }

    /// Whether the server has a database, and a role, of that location.
    func stands(_ location: WorkspaceLocation) async throws -> (database: Bool, role: Bool) {
        let connection = try await service.server.connect(service.server.superuser)
        let rows = try await connection.query(
            """
            SELECT EXISTS (SELECT FROM pg_database WHERE datname = \(location.database)::name) AS database,
                EXISTS (SELECT FROM pg_roles WHERE rolname = \(location.user)::name) AS role
            """
        )
        await connection.close()
        return (try #require(rows.first).decode("database"), try #require(rows.first).decode("role"))
    }
}
