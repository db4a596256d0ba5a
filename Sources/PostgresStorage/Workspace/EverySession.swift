package import FoundationEssentials
import Postgres
import SignIn
package import Workspaces

extension SessionsRepository: EverySessionStorage {
    package func lockEvery(in transaction: WorkspaceTransaction) async throws {
        // EXCLUSIVE conflicts with what INSERT takes, and with what SELECT … FOR UPDATE takes of the table, and lets reads
        // go on (PostgreSQL documentation, 13.3.1): whoever opens a session or issues a token is before this or after.
        try await transaction.session().execute("LOCK TABLE sessions IN EXCLUSIVE MODE")
    }

    package func endEvery(at now: Date, in change: WorkspaceChange) async throws -> Int {
        try await change.transaction.session().execute(
            "UPDATE sessions SET ended_at = \(now) WHERE ended_at IS NULL"
        )
    }
}
