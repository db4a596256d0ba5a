import Encoding
package import FoundationEssentials
import Postgres
package import Workspaces

/// The table `users`.
package struct UsersRepository: UserStorage {
    static let columns: SQL = "id, email, name, role, deactivated_at, tokens_revoked_at, created_at"

    package init() {}

    package func find(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User? {
        try await transaction.session().query("SELECT \(Self.columns) FROM users WHERE id = \(id.rawValue)")
            .first.map(Self.user)
    }

    package func find(_ email: EmailAddress, in transaction: WorkspaceTransaction) async throws -> User? {
        try await transaction.session().query("SELECT \(Self.columns) FROM users WHERE email_key = \(email.key)")
            .first.map(Self.user)
    }

    package func list(after id: UserID?, limit: Int, in transaction: WorkspaceTransaction) async throws -> [User] {
        try await transaction.session().query(
            """
            SELECT \(Self.columns)
            FROM users
            WHERE \(id?.rawValue)::uuid IS NULL OR id > \(id?.rawValue)::uuid
            ORDER BY id
            LIMIT \(limit)
            """
        ).map(Self.user)
    }

    package func lock(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User? {
        try await transaction.session().query("SELECT \(Self.columns) FROM users WHERE id = \(id.rawValue) FOR UPDATE")
            .first.map(Self.user)
    }

    package func lockForIssuing(_ id: UserID, in transaction: WorkspaceTransaction) async throws -> User? {
        try await transaction.session().query("SELECT \(Self.columns) FROM users WHERE id = \(id.rawValue) FOR SHARE")
            .first.map(Self.user)
    }

    package func lockActiveOwners(in transaction: WorkspaceTransaction) async throws -> Int {
        try await transaction.session().query(
            "SELECT id FROM users WHERE role = 'owner' AND deactivated_at IS NULL ORDER BY id FOR UPDATE"
        ).count
    }

    package func insert(_ user: User, in change: WorkspaceChange) async throws -> Bool {
        let inserted = try await change.transaction.session().execute(
            """
            INSERT INTO users (id, email, email_key, name, role, created_at)
            VALUES (
                \(user.id.rawValue), \(user.email.description), \(user.email.key), \(user.name),
                \(user.role.rawValue), \(user.createdAt)
            )
            ON CONFLICT (email_key) DO NOTHING
            """
        )
        guard inserted == 1 else { return false }
        change.record(
            AuditEvent(
                .userCreated,
                .user(user.id),
                changes: [
                    AuditChange("email", to: .string(user.email.description)),
                    AuditChange("name", to: .string(user.name)),
                    AuditChange("role", to: .string(user.role.rawValue)),
                ]
            )
        )
        return true
    }

    package func setRole(_ role: Role, of user: User, revokedAt: Date, in change: WorkspaceChange) async throws {
        try await change.transaction.session().execute(
            """
            UPDATE users
            SET role = \(role.rawValue), tokens_revoked_at = \(revokedAt)
            WHERE id = \(user.id.rawValue)
            """
        )
        change.record(
            AuditEvent(
                .userRoleChanged,
                .user(user.id),
                changes: [AuditChange("role", from: .string(user.role.rawValue), to: .string(role.rawValue))]
            )
        )
    }

    package func setStatus(
        _ status: UserStatus,
        of user: User,
        revokedAt: Date?,
        in change: WorkspaceChange
    ) async throws {
        let deactivatedAt: Date?
        let action: AuditAction
        switch status {
        case .active: (deactivatedAt, action) = (nil, .userReactivated)
        case .deactivated(let since): (deactivatedAt, action) = (since, .userDeactivated)
        }
        try await change.transaction.session().execute(
            """
            UPDATE users
            SET deactivated_at = \(deactivatedAt), tokens_revoked_at = coalesce(\(revokedAt), tokens_revoked_at)
            WHERE id = \(user.id.rawValue)
            """
        )
        change.record(
            AuditEvent(
                action,
                .user(user.id),
                changes: [
                    AuditChange("active", from: .bool(user.isActive), to: .bool(status == .active))
                ]
            )
        )
    }

    package func setTokensRevoked(at moment: Date, of id: UserID, in change: WorkspaceChange) async throws {
        try await change.transaction.session().execute(
            "UPDATE users SET tokens_revoked_at = \(moment) WHERE id = \(id.rawValue)"
        )
    }

    static func user(_ row: PostgresRow) throws -> User {
        let id = UserID(rawValue: try row.decode("id"))
        guard let email = EmailAddress(try row.decode("email")) else {
            throw InconsistentRow(table: "users", column: "email", row: id.description)
        }
        guard let role = Role(rawValue: try row.decode("role")) else {
            throw InconsistentRow(table: "users", column: "role", row: id.description)
        }
        return User(
            id: id,
            email: email,
            name: try row.decode("name"),
            role: role,
            status: try row.decode("deactivated_at", as: Date?.self).map { .deactivated(since: $0) } ?? .active,
            createdAt: try row.decode("created_at"),
            tokensRevokedAt: try row.decode("tokens_revoked_at")
        )
    }
}
