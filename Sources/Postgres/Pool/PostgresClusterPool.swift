package import BoundedWorkers

package final class PostgresClusterPool: Sendable {
    package struct Statistics: Sendable, Equatable {
        package var leased: Int
        package var idle: Int
        package var opening: Int
        package var closing: Int
        package var waiting: Int
    }

    package init(
        cap: Int,
        perDatabaseCap: Int? = nil,
        waitDeadline: Duration = .seconds(5),
        idleLimit: Duration = .seconds(300),
        workers: BoundedWorkers
    ) {}

    package func withConnection<R>(
        to configuration: PostgresConfiguration,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    package func withTransaction<R>(
        to configuration: PostgresConfiguration,
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        throw PostgresError(.poolShutDown)
    }

    package func shutdown() async {}

    package var statistics: Statistics { Statistics(leased: 0, idle: 0, opening: 0, closing: 0, waiting: 0) }
}
