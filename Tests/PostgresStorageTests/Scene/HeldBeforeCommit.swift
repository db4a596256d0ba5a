import PostgresStorage
import Synchronization
import Workspaces

/// The control database, whose first transaction is held when all is written and nothing committed, until it is released.
final class HeldBeforeCommit: ControlDatabaseAccess {
    private let control: PostgresControlDatabase
    private let isFirst = Mutex(true)
    private let (held, hold) = AsyncStream<Void>.makeStream()
    private let (released, letGo) = AsyncStream<Void>.makeStream()

    init(_ control: PostgresControlDatabase) {
        self.control = control
    }

    /// Returns when the transaction is held.
    func untilHeld() async {
        for await _ in held { break }
    }

    func release() {
        letGo.finish()
    }

    func transaction<R: Sendable>(
        _ body: @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R {
        try await control.transaction { [self] transaction in
            let result = try await body(transaction)
            let isHeld = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            if isHeld {
                hold.finish()
                for await _ in released {}
            }
            return result
        }
    }
}
