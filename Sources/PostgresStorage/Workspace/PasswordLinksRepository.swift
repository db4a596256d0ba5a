package import FoundationEssentials
import Postgres
package import Secrets
package import SignIn
package import Workspaces

/// The table `password_links`.
package struct PasswordLinksRepository: PasswordLinkStorage {
    package init() {}

    package func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) async throws -> PasswordLink? {
        try await transaction.session().query(
            "SELECT purpose, user_id, email_key, made_at FROM password_links WHERE hash = \(hash.bytes)"
        ).first.map { row in
            let user = UserID(rawValue: try row.decode("user_id"))
            guard let purpose = PasswordLink.Purpose(rawValue: try row.decode("purpose")) else {
                throw InconsistentRow(table: "password_links", column: "purpose", row: user.description)
            }
            return PasswordLink(
                hash: hash,
                purpose: purpose,
                user: user,
                emailKey: try row.decode("email_key"),
                madeAt: try row.decode("made_at")
            )
        }
    }

    package func replace(with link: PasswordLink, in transaction: WorkspaceTransaction) async throws {
        let session = try transaction.session()
        try await session.execute(
            """
            DELETE FROM password_links
            WHERE user_id = \(link.user.rawValue) AND purpose = \(link.purpose.rawValue)
            """
        )
        try await session.execute(
            """
            INSERT INTO password_links (hash, purpose, user_id, email_key, made_at, expires_at)
            VALUES (
                \(link.hash.bytes), \(link.purpose.rawValue), \(link.user.rawValue), \(link.emailKey), \(link.madeAt),
                \(link.expiresAt)
            )
            """
        )
    }

    package func consume(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) async throws -> Bool {
        try await transaction.session().execute(
            "DELETE FROM password_links WHERE hash = \(hash.bytes) AND expires_at > \(now)"
        ) == 1
    }

    package func removeAll(of user: UserID, in transaction: WorkspaceTransaction) async throws {
        try await transaction.session().execute("DELETE FROM password_links WHERE user_id = \(user.rawValue)")
    }
}
