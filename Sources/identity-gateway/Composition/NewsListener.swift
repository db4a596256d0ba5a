import BoundedWorkers
import FoundationEssentials
import Logging
import Postgres
import PostgresStorage
import ServiceLifecycle
import SignIn
import Workspaces

/// Keeps this node's knowledge of revocations and keys fresh: on each telling, and by looking every quarter of a second
/// besides, so that a deaf connection (a pooler, a lost network) costs a fraction of the two seconds that are promised.
struct NewsListener: Service {
    private static let lookInterval: Duration = .milliseconds(250)
    /// Before another try where the database can't be reached.
    private static let pause: Duration = .seconds(1)
    /// Looks between two readings of the keys, which change rarely.
    private static let looksPerKeyReading = 4

    let configuration: PostgresConfiguration
    let workers: BoundedWorkers
    let log: RevocationLog
    let keys: SigningKeyRing
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup { group in
                group.addTask { try await listen() }
                group.addTask { try await look() }
                try await group.waitForAll()
            }
        }
    }

    private func listen() async throws {
        while !Task.isCancelled {
            do {
                let connection = try await PostgresConnection.connect(configuration, workers: workers)
                for try await _ in connection.listen(ControlChannel.news) {
                    try await log.refresh()
                    try await keys.refresh()
                }
                await connection.close()
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("Not listening for news", metadata: ["error": "\(String(reflecting: error))"])
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func look() async throws {
        var looks = 0
        while !Task.isCancelled {
            do {
                try await log.refresh()
                looks += 1
                if looks % Self.looksPerKeyReading == 0 { try await keys.refresh() }
            } catch {
                guard !Task.isCancelled else { return }
                logger.warning("News not read", metadata: ["error": "\(String(reflecting: error))"])
            }
            try await Task.sleep(for: Self.lookInterval)
        }
    }
}
