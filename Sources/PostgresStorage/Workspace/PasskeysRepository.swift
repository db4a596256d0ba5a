import Encoding
import FoundationEssentials
import Postgres
package import SignIn
package import WebAuthn
package import Workspaces

/// The tables `passkeys` and `user_handles`.
package struct PasskeysRepository: PasskeyStorage {
    package init() {}

    package func insert(_ passkey: Passkey, in change: WorkspaceChange) async throws -> Bool {
        let aaguid = AuthenticatorModel(passkey.aaguid)
        let inserted = try await change.transaction.session().execute(
            """
            INSERT INTO passkeys (
                id, user_id, credential_id, public_key, sign_count, verifies_user, backup_eligible, backed_up, transports,
                aaguid, attested, name, created_at
            )
            VALUES (
                \(passkey.id.rawValue), \(passkey.user.rawValue), \(passkey.credential.bytes), \(passkey.publicKey),
                \(Int64(passkey.signCount)), \(passkey.verifiesUser), \(passkey.isBackupEligible), \(passkey.isBackedUp),
                \(passkey.transports), \(aaguid.rawValue), \(passkey.isAttested), \(passkey.name.description),
                \(passkey.createdAt)
            )
            ON CONFLICT (credential_id) DO NOTHING
            """
        )
        guard inserted == 1 else { return false }
        change.record(
            AuditEvent(
                .passkeyAdded,
                .user(passkey.user),
                changes: [AuditChange("passkey", to: .string(passkey.name.description))]
            )
        )
        return true
    }

    package func find(_ credential: CredentialID, in transaction: WorkspaceTransaction) async throws -> Passkey? {
        try await transaction.session().query(
            """
            SELECT id, user_id, credential_id, public_key, sign_count, verifies_user, backup_eligible, backed_up,
                transports, aaguid, attested, name, created_at, last_used_at
            FROM passkeys
            WHERE credential_id = \(credential.bytes)
            """
        ).first.map(Self.passkey)
    }

    package func list(of user: UserID, in transaction: WorkspaceTransaction) async throws -> [Passkey] {
        try await transaction.session().query(
            """
            SELECT id, user_id, credential_id, public_key, sign_count, verifies_user, backup_eligible, backed_up,
                transports, aaguid, attested, name, created_at, last_used_at
            FROM passkeys
            WHERE user_id = \(user.rawValue)
            ORDER BY created_at, id
            """
        ).map(Self.passkey)
    }

    package func use(_ passkey: Passkey, _ use: PasskeyUse, in transaction: WorkspaceTransaction) async throws -> Bool {
        try await transaction.session().execute(
            """
            UPDATE passkeys
            SET sign_count = \(Int64(use.signCount)), backed_up = \(use.isBackedUp),
                verifies_user = \(use.verifiesUser), last_used_at = \(use.at)
            WHERE id = \(passkey.id.rawValue) AND sign_count = \(Int64(passkey.signCount))
            """
        ) == 1
    }

    package func rename(
        _ id: PasskeyID,
        of user: UserID,
        to name: PasskeyName,
        in change: WorkspaceChange
    ) async throws -> Bool {
        let session = try change.transaction.session()
        let old = try await session.query(
            "SELECT name FROM passkeys WHERE id = \(id.rawValue) AND user_id = \(user.rawValue) FOR UPDATE"
        ).first.map { try $0.decode("name", as: String.self) }
        guard let old else { return false }
        guard old != name.description else { return true }
        try await session.execute("UPDATE passkeys SET name = \(name.description) WHERE id = \(id.rawValue)")
        change.record(
            AuditEvent(
                .passkeyRenamed,
                .user(user),
                changes: [AuditChange("passkey", from: .string(old), to: .string(name.description))]
            )
        )
        return true
    }

    package func remove(_ id: PasskeyID, of user: UserID, in change: WorkspaceChange) async throws -> PasskeyName? {
        let removed = try await change.transaction.session().query(
            "DELETE FROM passkeys WHERE id = \(id.rawValue) AND user_id = \(user.rawValue) RETURNING name"
        ).first.map { try Self.name($0) }
        guard let removed else { return nil }
        change.record(Self.removal(of: removed, user))
        return removed
    }

    package func removeAllPasskeys(of user: UserID, in change: WorkspaceChange) async throws {
        let removed = try await change.transaction.session().query(
            "DELETE FROM passkeys WHERE user_id = \(user.rawValue) RETURNING name"
        ).map(Self.name)
        for name in removed { change.record(Self.removal(of: name, user)) }
    }

    package func handle(
        of user: UserID,
        otherwise fresh: UserHandle,
        in transaction: WorkspaceTransaction
    ) async throws -> UserHandle {
        try await transaction.session().execute(
            """
            INSERT INTO user_handles (user_id, handle) VALUES (\(user.rawValue), \(fresh.bytes))
            ON CONFLICT (user_id) DO NOTHING
            """
        )
        return try await findHandle(of: user, in: transaction) ?? fresh
    }

    package func findHandle(of user: UserID, in transaction: WorkspaceTransaction) async throws -> UserHandle? {
        try await transaction.session().query(
            "SELECT handle FROM user_handles WHERE user_id = \(user.rawValue)"
        ).first.map { row in
            guard let handle = try? UserHandle(row.decode("handle", as: [UInt8].self)) else {
                throw InconsistentRow(table: "user_handles", column: "handle", row: "\(user)")
            }
            return handle
        }
    }

    // MARK: Rows

    private static func passkey(_ row: PostgresRow) throws -> Passkey {
        let id = PasskeyID(rawValue: try row.decode("id"))
        func impossible(_ column: String) -> InconsistentRow {
            InconsistentRow(table: "passkeys", column: column, row: "\(id)")
        }
        guard let credential = try? CredentialID(row.decode("credential_id", as: [UInt8].self)) else {
            throw impossible("credential_id")
        }
        guard let signCount = UInt32(exactly: try row.decode("sign_count", as: Int64.self)) else {
            throw impossible("sign_count")
        }
        guard let aaguid = AuthenticatorModel(rawValue: try row.decode("aaguid")).aaguid else {
            throw impossible("aaguid")
        }
        return Passkey(
            id: id,
            user: UserID(rawValue: try row.decode("user_id")),
            credential: credential,
            publicKey: try row.decode("public_key"),
            signCount: signCount,
            verifiesUser: try row.decode("verifies_user"),
            isBackupEligible: try row.decode("backup_eligible"),
            isBackedUp: try row.decode("backed_up"),
            transports: try row.decode("transports"),
            aaguid: aaguid,
            isAttested: try row.decode("attested"),
            name: try name(row),
            createdAt: try row.decode("created_at"),
            lastUsedAt: try row.decode("last_used_at")
        )
    }

    private static func name(_ row: PostgresRow) throws -> PasskeyName {
        guard let name = PasskeyName(try row.decode("name", as: String.self)) else {
            throw InconsistentRow(table: "passkeys", column: "name", row: "")
        }
        return name
    }

    private static func removal(of name: PasskeyName, _ user: UserID) -> AuditEvent {
        AuditEvent(
            .passkeyRemoved,
            .user(user),
            changes: [AuditChange("passkey", from: .string(name.description))]
        )
    }
}
