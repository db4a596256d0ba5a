import Postgres
import Workspaces

/// The control database within a transaction that is open already, for use cases that would begin one of their own.
struct JoinedControlTransaction: ControlDatabaseAccess {
    let transaction: PostgresTransaction

    func transaction<R: Sendable>(_ body: @Sendable (ControlTransaction) async throws -> R) async throws -> R {
        try await body(ControlTransaction(handle: transaction))
    }
}
