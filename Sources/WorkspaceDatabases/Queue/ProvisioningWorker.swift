package import BoundedWorkers
package import Logging
package import Postgres
import ServiceLifecycle

/// The worker process of a service: fulfils the requests of its queue one at a time, woken by NOTIFY, and every few seconds
/// besides, in case another worker died over a request.
package struct ProvisioningWorker: Service {
    private static let pollInterval: Duration = .seconds(5)
    /// Before another try where the database can't be reached, or a request could not be fulfilled now.
    private static let pause: Duration = .seconds(1)

    private let control: PostgresConfiguration
    private let workers: BoundedWorkers
    private let logger: Logger
    private let prepare: @Sendable () async throws -> Void
    private let fulfil: @Sendable (PostgresConnection) async throws -> Bool

    /// - Parameters:
    ///   - control: the control database, which has the queue, as the provisioning role.
    ///   - prepare: called before the queue is looked at: makes what creating needs, such as templates.
    ///   - fulfil: settles the oldest request, by a connection that is its own; false where there is none.
    package init(
        control: PostgresConfiguration,
        workers: BoundedWorkers,
        logger: Logger,
        prepare: @escaping @Sendable () async throws -> Void,
        fulfil: @escaping @Sendable (PostgresConnection) async throws -> Bool
    ) {
        self.control = control
        self.workers = workers
        self.logger = logger
        self.prepare = prepare
        self.fulfil = fulfil
    }

    package func run() async throws {
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

    /// Fulfils requests until a connection is lost, a request can't be fulfilled now, or the task is cancelled.
    private func serveQueue() async throws {
        try await prepare()
        let queue = try await PostgresConnection.connect(control, workers: workers)
        logger.info("Provisioning")
        do {
            try await serve(queue)
        } catch {
            await queue.close()
            throw error
        }
        await queue.close()
    }

    private func serve(_ queue: PostgresConnection) async throws {
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
                for await _ in signals { while try await fulfil(queue) {} }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
