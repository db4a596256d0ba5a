import Postgres
import Workspaces

/// What goes wrong with a database, in words of the domain, which knows no PostgreSQL: whoever asked may come again where
/// that helps, and everything else stays the fault that it is.
enum StorageFaults {
    /// Runs `work` on a database. Throws what it throws, but a cancelled task's statement as `CancellationError`, and what
    /// `unreachable` makes of the reason where the database could not be reached or had no place. A server that stops, or
    /// has no place for another connection, ends the connection with what it says: no statement is refused so.
    static func translated<R>(
        _ work: () async throws -> R,
        unreachable: (any Error) -> any Error
    ) async throws -> R {
        do {
            return try await work()
        } catch let error as PostgresError {
            switch error.kind {
            case .cancelled where Task.isCancelled: throw CancellationError()
            case .connectFailed, .connectionLost, .timeout, .poolDeadline, .poolShutDown: throw unreachable(error)
            case .cancelled, .server, .decoding, .transactionAborted, .transactionMisused, .migration: throw error
            }
        }
    }
}
