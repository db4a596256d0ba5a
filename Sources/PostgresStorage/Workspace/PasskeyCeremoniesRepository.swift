package import FoundationEssentials
import Postgres
package import Secrets
package import SignIn
package import WebAuthn
package import Workspaces

/// The table `passkey_ceremonies`.
package struct PasskeyCeremoniesRepository: PasskeyCeremonyStorage {
    package init() {}

    package func insert(
        _ ceremony: PasskeyCeremony,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws {
        let session = try transaction.session()
        try await session.execute("DELETE FROM passkey_ceremonies WHERE expires_at <= \(now)")
        try await session.execute(
            """
            INSERT INTO passkey_ceremonies (token_hash, purpose, user_id, holder, challenge, expires_at)
            VALUES (
                \(ceremony.hash.bytes), \(ceremony.purpose.name), \(ceremony.purpose.user?.rawValue),
                \(ceremony.purpose.holder), \(ceremony.challenge.bytes), \(ceremony.expiresAt)
            )
            ON CONFLICT (token_hash) DO UPDATE
            SET purpose = excluded.purpose, user_id = excluded.user_id, holder = excluded.holder,
                challenge = excluded.challenge, expires_at = excluded.expires_at
            """
        )
    }

    package func consume(
        _ hash: SecretHash,
        for purpose: PasskeyPurpose,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Challenge? {
        try await transaction.session().query(
            """
            DELETE FROM passkey_ceremonies
            WHERE token_hash = \(hash.bytes) AND purpose = \(purpose.name)
                AND user_id IS NOT DISTINCT FROM \(purpose.user?.rawValue) AND holder = \(purpose.holder)
                AND expires_at > \(now)
            RETURNING challenge
            """
        ).first.map { Challenge(recorded: try $0.decode("challenge")) }
    }
}
