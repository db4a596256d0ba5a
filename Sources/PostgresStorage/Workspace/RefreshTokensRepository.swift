package import FoundationEssentials
import Postgres
package import Secrets
package import SignIn
package import Workspaces

/// The table `refresh_tokens`.
package struct RefreshTokensRepository: RefreshTokenStorage {
    package init() {}

    package func holder(
        of hash: SecretHash,
        in transaction: WorkspaceTransaction
    ) async throws -> RefreshTokenHolder? {
        try await transaction.session().query(
            """
            SELECT sessions.id, sessions.user_id
            FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
            WHERE refresh_tokens.hash = \(hash.bytes)
            """
        ).first.map { row in
            RefreshTokenHolder(
                session: SessionID(rawValue: try row.decode("id")),
                user: UserID(rawValue: try row.decode("user_id"))
            )
        }
    }

    package func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> RefreshTokenRecord? {
        try await transaction.session().query(
            "SELECT session_id, issued_at, spent_at FROM refresh_tokens WHERE hash = \(hash.bytes)"
        ).first.map { row in
            RefreshTokenRecord(
                hash: hash,
                session: SessionID(rawValue: try row.decode("session_id")),
                issuedAt: try row.decode("issued_at"),
                spentAt: try row.decode("spent_at")
            )
        }
    }

    package func insert(_ token: RefreshTokenRecord, in transaction: WorkspaceTransaction) async throws {
        try transaction.session().executeLater(
            """
            INSERT INTO refresh_tokens (hash, session_id, issued_at, spent_at)
            VALUES (\(token.hash.bytes), \(token.session.rawValue), \(token.issuedAt), \(token.spentAt))
            """
        )
    }

    package func spend(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) async throws -> Bool {
        try await transaction.session().execute(
            "UPDATE refresh_tokens SET spent_at = \(now) WHERE hash = \(hash.bytes) AND spent_at IS NULL"
        ) == 1
    }
}
