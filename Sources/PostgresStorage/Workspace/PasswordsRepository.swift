package import Credentials
package import FoundationEssentials
import Postgres
import SignIn
package import Workspaces

/// The table `passwords`.
package struct PasswordsRepository: PasswordStorage {
    package init() {}

    package func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> PasswordHash? {
        try await transaction.session().query("SELECT hash FROM passwords WHERE user_id = \(user.rawValue)")
            .first.map { try PasswordHash(parsing: try $0.decode("hash")) }
    }

    package func set(
        _ hash: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        try await change.transaction.session().execute(
            """
            INSERT INTO passwords (user_id, hash, set_at)
            VALUES (\(user.rawValue), \(hash.phc), \(now))
            ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at
            """
        )
        change.record(AuditEvent(.passwordSet, .user(user)))
    }

    package func upgrade(
        _ weaker: PasswordHash,
        to stronger: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        let upgraded = try await change.transaction.session().execute(
            """
            UPDATE passwords
            SET hash = \(stronger.phc), set_at = \(now)
            WHERE user_id = \(user.rawValue) AND hash = \(weaker.phc)
            """
        )
        if upgraded == 1 { change.record(AuditEvent(.passwordHashUpgraded, .user(user))) }
    }
}
