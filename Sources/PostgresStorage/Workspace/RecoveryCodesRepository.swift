package import FoundationEssentials
import Postgres
package import Secrets
import SignIn
package import Workspaces

/// The table `recovery_codes`.
package struct RecoveryCodesRepository: RecoveryCodeStorage {
    package init() {}

    package func count(of user: UserID, in transaction: WorkspaceTransaction) async throws -> Int {
        try await transaction.session().query(
            "SELECT hash FROM recovery_codes WHERE user_id = \(user.rawValue)"
        ).count
    }

    package func redeem(_ hash: SecretHash, of user: UserID, in change: WorkspaceChange) async throws -> Bool {
        let redeemed = try await change.transaction.session().execute(
            "DELETE FROM recovery_codes WHERE user_id = \(user.rawValue) AND hash = \(hash.bytes)"
        )
        guard redeemed == 1 else { return false }
        change.record(AuditEvent(.recoveryCodeUsed, .user(user)))
        return true
    }

    package func replace(
        _ hashes: [SecretHash],
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        let session = try change.transaction.session()
        try await session.execute("DELETE FROM recovery_codes WHERE user_id = \(user.rawValue)")
        let statements = hashes.map { hash -> SQL in
            """
            INSERT INTO recovery_codes (user_id, hash, created_at)
            VALUES (\(user.rawValue), \(hash.bytes), \(now))
            """
        }
        _ = try await session.pipeline(statements)
        change.record(AuditEvent(.recoveryCodesReplaced, .user(user)))
    }

    package func removeAll(of user: UserID, in change: WorkspaceChange) async throws {
        let removed = try await change.transaction.session().execute(
            "DELETE FROM recovery_codes WHERE user_id = \(user.rawValue)"
        )
        if removed > 0 { change.record(AuditEvent(.recoveryCodesRemoved, .user(user))) }
    }
}
