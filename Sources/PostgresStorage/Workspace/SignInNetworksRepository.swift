package import FoundationEssentials
import Postgres
import SignIn
package import Workspaces

/// The table `sign_in_networks`.
package struct SignInNetworksRepository: SignInNetworkStorage {
    package init() {}

    package func isKnown(
        _ network: String,
        to user: UserID,
        since moment: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Bool {
        try await !transaction.session().query(
            """
            SELECT user_id FROM sign_in_networks
            WHERE user_id = \(user.rawValue) AND network = \(network) AND last_used_at >= \(moment)
            """
        ).isEmpty
    }

    package func remember(
        _ network: String,
        of user: UserID,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws {
        try transaction.session().executeLater(
            """
            INSERT INTO sign_in_networks AS known (user_id, network, last_used_at)
            VALUES (\(user.rawValue), \(network), \(now))
            ON CONFLICT (user_id, network) DO UPDATE SET last_used_at = greatest(known.last_used_at, excluded.last_used_at)
            """
        )
    }

    package func prune(unusedSince moment: Date, in transaction: WorkspaceTransaction) async throws {
        try await transaction.session().execute("DELETE FROM sign_in_networks WHERE last_used_at < \(moment)")
    }
}
