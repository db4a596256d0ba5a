package import BoundedWorkers

package final class PostgresConnection: PostgresSession {
    package static let longestPipeline = 10_000

    package static func connect(
        _ configuration: PostgresConfiguration,
        workers: BoundedWorkers
    ) async throws -> PostgresConnection {
        throw PostgresError(.connectFailed)
    }

    package func query(_ sql: SQL) async throws -> [PostgresRow] { throw PostgresError(.connectionLost) }

    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int { throw PostgresError(.connectionLost) }

    package func pipeline(_ statements: [SQL]) async throws -> [[PostgresRow]] { throw PostgresError(.connectionLost) }

    package func transaction<R>(
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        throw PostgresError(.connectionLost)
    }

    /// Runs a text of several statements without parameters, as migrations are.
    package func executeScript(_ text: String) async throws { throw PostgresError(.connectionLost) }

    package func listen(_ channel: String) -> AsyncThrowingStream<PostgresNotification, any Error> {
        AsyncThrowingStream { $0.finish(throwing: PostgresError(.connectionLost)) }
    }

    package func close() async {}
}
