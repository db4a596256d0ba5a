import BoundedWorkers
import Encoding
import Logging
import Postgres
import Secrets
import ServiceLifecycle
import WorkspaceDatabases

extension ProvisioningSettings {
    func provisioner(workers: BoundedWorkers) -> WorkspaceProvisioner {
        WorkspaceProvisioner(
            provisioning: database,
            namePrefix: namePrefix,
            migrations: MigrationList.workspace,
            appendOnlyTables: MigrationList.appendOnlyTables,
            workers: workers
        )
    }
}

/// Makes the databases that `serve` asks for: woken by NOTIFY, and every few seconds besides, in case another worker died
/// over a request.
struct ProvisioningWorker: Service {
    private static let pollInterval: Duration = .seconds(5)
    /// Before another try where the database can't be reached.
    private static let pause: Duration = .seconds(1)

    let settings: ProvisioningSettings
    let workers: BoundedWorkers
    let sources: SystemSources
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await serveQueue()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("Provisioning interrupted", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Fulfils requests until a connection is lost or the task is cancelled.
    private func serveQueue() async throws {
        let provisioner = settings.provisioner(workers: workers)
        try await provisioner.prepareTemplate()
        let queue = try await PostgresConnection.connect(settings.database, workers: workers)
        let plans = try await PostgresConnection.connect(settings.database, workers: workers)
        let fulfilment = ProvisioningFulfilment(
            settings: settings,
            provisioner: provisioner,
            plans: WorkspaceRecords(plans),
            sources: sources,
            logger: logger
        )
        logger.info("Provisioning")
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
        await plans.close()
    }
}
