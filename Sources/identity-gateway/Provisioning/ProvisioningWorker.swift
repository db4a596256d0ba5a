import BoundedWorkers
import Logging
import Postgres
import PostgresStorage
import ServiceLifecycle
import WorkspaceDatabases
import Workspaces

/// Fulfils requests for workspaces, one at a time. It can be stopped anywhere: the request is open still, and who takes it
/// next goes on with the same names.
struct ProvisioningFulfilment {
    let settings: ProvisioningSettings
    let workers: BoundedWorkers
    let clock: any WallClock
    let logger: Logger

    var provisioner: WorkspaceProvisioner {
        WorkspaceProvisioner(
            provisioning: settings.database,
            namePrefix: ProvisioningSettings.namePrefix,
            migrations: MigrationList.workspace,
            appendOnlyTables: MigrationList.appendOnlyTables,
            workers: workers
        )
    }

    /// Whether there was a request; it is settled then, done or failed.
    func next(on connection: PostgresConnection) async throws -> Bool {
        try await ProvisioningQueue.fulfilNext(on: connection, now: { clock.now }) { request, transaction in
            let locations = WorkspaceLocations(sealing: settings.sealing)
            let id = WorkspaceID(rawValue: request.workspace)
            guard request.kind == .create else {
                throw ProvisioningRefusal(reason: "This version creates workspaces; it does not close them.")
            }
            guard let plan = try await locations.plan(of: id, in: transaction) else {
                throw ProvisioningRefusal(reason: "There is no workspace of that id that waits to be created.")
            }
            try await provisioner.create(
                WorkspaceDatabaseNames(database: plan.database, login: plan.user),
                password: plan.password
            )
            try await locations.activate(id, in: transaction)
            logger.info("Workspace created", metadata: ["workspace": "\(id)"])
        }
    }
}

/// The worker process: woken by NOTIFY, and every few seconds besides, in case another worker died over a request.
struct ProvisioningWorker: Service {
    private static let pollInterval: Duration = .seconds(5)
    /// Before another try where the database can't be reached.
    private static let pause: Duration = .seconds(1)

    let fulfilment: ProvisioningFulfilment

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await serveQueue()
                } catch is CancellationError {
                    return
                } catch {
                    fulfilment.logger.error("Provisioning interrupted", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Fulfils requests until a connection is lost or the task is cancelled.
    private func serveQueue() async throws {
        try await fulfilment.provisioner.prepareTemplate()
        let queue = try await PostgresConnection.connect(fulfilment.settings.database, workers: fulfilment.workers)
        fulfilment.logger.info("Provisioning")
        try await withThrowingTaskGroup { group in
            let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            let notifications = queue.listen(ProvisioningQueue.requestedChannel)
            group.addTask {
                defer { signal.finish() }
                for try await _ in notifications { signal.yield() }
            }
            group.addTask {
                while true {
                    signal.yield()
                    try await Task.sleep(for: Self.pollInterval)
                }
            }
            group.addTask {
                for await _ in signals { while try await fulfilment.next(on: queue) {} }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        await queue.close()
    }
}
