package import FoundationEssentials
import Postgres
package import Secrets
package import SignIn
package import Workspaces

/// The table `sign_in_transactions`.
package struct SignInTransactionsRepository: SignInTransactionStorage {
    package init() {}

    package func insert(
        _ begun: SignInTransaction,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws {
        let session = try transaction.session()
        try await session.execute("DELETE FROM sign_in_transactions WHERE expires_at <= \(now)")
        try await session.execute(
            """
            INSERT INTO sign_in_transactions (token_hash, user_id, channel, proven, wait, expires_at)
            VALUES (
                \(begun.hash.bytes), \(begun.user.rawValue), \(begun.channel.rawValue),
                \(begun.proven.factors.map(\.rawValue)), \(begun.wait.rawValue), \(begun.expiresAt)
            )
            """
        )
    }

    package func find(
        _ hash: SecretHash,
        in transaction: WorkspaceTransaction
    ) async throws -> SignInTransaction? {
        try await transaction.session().query(
            """
            SELECT user_id, channel, proven, wait, expires_at
            FROM sign_in_transactions
            WHERE token_hash = \(hash.bytes)
            """
        ).first.map { try Self.begun($0, hash) }
    }

    package func consume(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> Bool {
        try await transaction.session().execute(
            "DELETE FROM sign_in_transactions WHERE token_hash = \(hash.bytes)"
        ) == 1
    }

    package func removeAll(of user: UserID, in transaction: WorkspaceTransaction) async throws {
        try await transaction.session().execute(
            "DELETE FROM sign_in_transactions WHERE user_id = \(user.rawValue)"
        )
    }

    private static func begun(_ row: PostgresRow, _ hash: SecretHash) throws -> SignInTransaction {
        let user = UserID(rawValue: try row.decode("user_id"))
        func impossible(_ column: String) -> InconsistentRow {
            InconsistentRow(table: "sign_in_transactions", column: column, row: "of user \(user)")
        }
        guard let channel = SignInChannel(rawValue: try row.decode("channel")) else { throw impossible("channel") }
        guard let wait = SignInWait(rawValue: try row.decode("wait")) else { throw impossible("wait") }
        let factors = try row.decode("proven", as: [String].self).map { name in
            guard let factor = SignInFactor(rawValue: name) else { throw impossible("proven") }
            return factor
        }
        return SignInTransaction(
            hash: hash,
            user: user,
            channel: channel,
            proven: ProvenFactors(factors),
            wait: wait,
            expiresAt: try row.decode("expires_at")
        )
    }
}
