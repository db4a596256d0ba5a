import FoundationEssentials
import Postgres
import Secrets
package import SignIn
package import Workspaces

/// The tables `totp` and `totp_enrolments`.
package struct TOTPRepository: TOTPStorage {
    package init() {}

    package func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> StoredTOTP? {
        try await transaction.session().query(
            "SELECT sealed_secret, confirmed_at FROM totp WHERE user_id = \(user.rawValue)"
        ).first.map { row in
            StoredTOTP(sealedSecret: try row.decode("sealed_secret"), confirmedAt: try row.decode("confirmed_at"))
        }
    }

    package func consume(
        step: Int64,
        of user: UserID,
        in transaction: WorkspaceTransaction
    ) async throws -> Bool {
        try await transaction.session().execute(
            "UPDATE totp SET last_step = \(step) WHERE user_id = \(user.rawValue) AND last_step < \(step)"
        ) == 1
    }

    package func set(
        _ totp: StoredTOTP,
        step: Int64,
        of user: UserID,
        in change: WorkspaceChange
    ) async throws {
        try await change.transaction.session().execute(
            """
            INSERT INTO totp (user_id, sealed_secret, confirmed_at, last_step)
            VALUES (\(user.rawValue), \(totp.sealedSecret), \(totp.confirmedAt), \(step))
            ON CONFLICT (user_id) DO UPDATE
            SET sealed_secret = excluded.sealed_secret, confirmed_at = excluded.confirmed_at,
                last_step = excluded.last_step
            """
        )
        change.record(AuditEvent(.totpAdded, .user(user)))
    }

    package func remove(of user: UserID, in change: WorkspaceChange) async throws -> Bool {
        let removed = try await change.transaction.session().execute(
            "DELETE FROM totp WHERE user_id = \(user.rawValue)"
        )
        guard removed == 1 else { return false }
        change.record(AuditEvent(.totpRemoved, .user(user)))
        return true
    }

    package func findPending(of user: UserID, in transaction: WorkspaceTransaction) async throws -> PendingTOTP? {
        try await transaction.session().query(
            """
            SELECT sealed_secret, session_id, sign_in_hash, expires_at
            FROM totp_enrolments
            WHERE user_id = \(user.rawValue)
            """
        ).first.map { row in
            PendingTOTP(
                sealedSecret: try row.decode("sealed_secret"),
                holder: try Self.holder(row, user),
                expiresAt: try row.decode("expires_at")
            )
        }
    }

    package func setPending(
        _ pending: PendingTOTP,
        of user: UserID,
        in transaction: WorkspaceTransaction
    ) async throws {
        let (session, signIn): (UUID?, [UInt8]?) =
            switch pending.holder {
            case .session(let id): (id.rawValue, nil)
            case .signIn(let hash): (nil, hash.bytes)
            }
        try await transaction.session().execute(
            """
            INSERT INTO totp_enrolments (user_id, sealed_secret, session_id, sign_in_hash, expires_at)
            VALUES (\(user.rawValue), \(pending.sealedSecret), \(session), \(signIn), \(pending.expiresAt))
            ON CONFLICT (user_id) DO UPDATE
            SET sealed_secret = excluded.sealed_secret, session_id = excluded.session_id,
                sign_in_hash = excluded.sign_in_hash, expires_at = excluded.expires_at
            """
        )
    }

    package func removePending(of user: UserID, in transaction: WorkspaceTransaction) async throws -> Bool {
        try await transaction.session().execute(
            "DELETE FROM totp_enrolments WHERE user_id = \(user.rawValue)"
        ) == 1
    }

    private static func holder(_ row: PostgresRow, _ user: UserID) throws -> EnrolmentHolder {
        if let session: UUID = try row.decode("session_id", as: UUID?.self) {
            return .session(SessionID(rawValue: session))
        }
        guard let hash = try row.decode("sign_in_hash", as: [UInt8]?.self).flatMap({ SecretHash(stored: $0) }) else {
            throw InconsistentRow(table: "totp_enrolments", column: "sign_in_hash", row: "\(user)")
        }
        return .signIn(hash)
    }
}
