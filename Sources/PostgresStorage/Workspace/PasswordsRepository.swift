package import Credentials
import Encoding
package import FoundationEssentials
import Postgres
package import SignIn
package import Workspaces

/// The tables `passwords` and `password_decoys`.
package struct PasswordsRepository: PasswordStorage {
    /// Costs of imported hashes that are imitated; an import has one or two.
    private static let mostDecoys = 16

    package init() {}

    package func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> StoredPasswordHash? {
        try await transaction.session().query("SELECT hash FROM passwords WHERE user_id = \(user.rawValue)")
            .first.map(Self.hash)
    }

    package func lookUp(_ user: UserID, in transaction: WorkspaceTransaction) async throws -> PasswordOnFile {
        let found = try await transaction.session().pipeline([
            "SELECT hash FROM passwords WHERE user_id = \(user.rawValue)",
            "SELECT hash FROM password_decoys ORDER BY hash",
        ])
        return PasswordOnFile(hash: try found[0].first.map(Self.hash), decoys: try found[1].map(Self.hash))
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

    package func insertImported(
        _ hash: StoredPasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        var statements: [SQL] = [
            "INSERT INTO passwords (user_id, hash, set_at) VALUES (\(user.rawValue), \(hash.text), \(now))"
        ]
        if let decoy = hash.decoy {
            statements.append(
                """
                INSERT INTO password_decoys (hash)
                SELECT \(decoy.text) WHERE (SELECT count(*) FROM password_decoys) < \(Self.mostDecoys)
                ON CONFLICT (hash) DO NOTHING
                """
            )
        }
        _ = try await change.transaction.session().pipeline(statements)
        change.record(
            AuditEvent(
                .passwordImported,
                .user(user),
                changes: [AuditChange("hash", to: .string(hash.description))]
            )
        )
    }

    package func upgrade(
        _ weaker: StoredPasswordHash,
        to stronger: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        let upgraded = try await change.transaction.session().execute(
            """
            UPDATE passwords
            SET hash = \(stronger.phc), set_at = \(now)
            WHERE user_id = \(user.rawValue) AND hash = \(weaker.text)
            """
        )
        if upgraded == 1 { change.record(AuditEvent(.passwordHashUpgraded, .user(user))) }
    }

    private static func hash(_ row: PostgresRow) throws -> StoredPasswordHash {
        try StoredPasswordHash(parsing: try row.decode("hash"))
    }
}
