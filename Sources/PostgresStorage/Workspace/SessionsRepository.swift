import Encoding
package import FoundationEssentials
import Postgres
package import Secrets
package import SignIn
package import Workspaces

/// The table `sessions`.
package struct SessionsRepository: SessionStorage {
    private static let columns: SQL = """
        id, user_id, client_id, methods, authenticated_at, proved_at, last_used_at, ended_at, source_address, user_agent
        """

    package init() {}

    package func find(_ id: SessionID, in transaction: WorkspaceTransaction) async throws -> Session? {
        try await transaction.session().query("SELECT \(Self.columns) FROM sessions WHERE id = \(id.rawValue)")
            .first.map(Self.session)
    }

    package func find(browserToken: SecretHash, in transaction: WorkspaceTransaction) async throws -> Session? {
        try await transaction.session().query(
            "SELECT \(Self.columns) FROM sessions WHERE browser_token_hash = \(browserToken.bytes)"
        ).first.map(Self.session)
    }

    package func lock(_ id: SessionID, in transaction: WorkspaceTransaction) async throws -> Session? {
        try await transaction.session().query(
            "SELECT \(Self.columns) FROM sessions WHERE id = \(id.rawValue) FOR UPDATE"
        ).first.map(Self.session)
    }

    package func list(of user: UserID, limit: Int, in transaction: WorkspaceTransaction) async throws -> [Session] {
        try await transaction.session().query(
            """
            SELECT \(Self.columns)
            FROM sessions
            WHERE user_id = \(user.rawValue) AND ended_at IS NULL
            ORDER BY last_used_at DESC
            LIMIT \(limit)
            """
        ).map(Self.session)
    }

    package func touch(_ id: SessionID, at now: Date, in transaction: WorkspaceTransaction) async throws {
        try transaction.session().executeLater(
            "UPDATE sessions SET last_used_at = greatest(last_used_at, \(now)) WHERE id = \(id.rawValue)"
        )
    }

    package func insert(_ session: Session, browserToken: SecretHash?, in change: WorkspaceChange) async throws {
        try await change.transaction.session().execute(
            """
            INSERT INTO sessions
                (id, user_id, client_id, methods, browser_token_hash, authenticated_at, proved_at, last_used_at,
                 source_address, user_agent)
            VALUES (
                \(session.id.rawValue), \(session.user.rawValue), \(session.clientID),
                \(session.methods.map(\.rawValue)), \(browserToken?.bytes), \(session.authenticatedAt),
                \(session.provedAt), \(session.lastUsedAt), \(session.sourceAddress), \(session.userAgent)
            )
            """
        )
        change.record(
            AuditEvent(
                .sessionSignedIn,
                .session(session.id),
                changes: [
                    AuditChange("methods", to: .array(session.methods.map { .string($0.rawValue) })),
                    AuditChange("client_id", to: .string(session.clientID)),
                ]
            )
        )
    }

    package func end(
        _ session: Session,
        because reason: SessionEnd,
        at now: Date,
        in change: WorkspaceChange
    ) async throws -> Bool {
        let ended = try await change.transaction.session().execute(
            "UPDATE sessions SET ended_at = \(now) WHERE id = \(session.id.rawValue) AND ended_at IS NULL"
        )
        guard ended == 1 else { return false }
        change.record(Self.ended(session.id, because: reason))
        return true
    }

    package func endAll(
        of user: UserID,
        keeping kept: SessionID?,
        because reason: SessionEnd,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        let rows = try await change.transaction.session().query(
            """
            UPDATE sessions
            SET ended_at = \(now)
            WHERE user_id = \(user.rawValue) AND ended_at IS NULL AND id IS DISTINCT FROM \(kept?.rawValue)::uuid
            RETURNING id
            """
        )
        for row in rows {
            change.record(Self.ended(SessionID(rawValue: try row.decode("id")), because: reason))
        }
    }

    package func stepUp(
        _ session: Session,
        to methods: [AuthenticationMethod],
        browserToken: SecretHash?,
        at now: Date,
        in change: WorkspaceChange
    ) async throws {
        try await change.transaction.session().execute(
            """
            UPDATE sessions
            SET proved_at = \(now), methods = \(methods.map(\.rawValue)),
                browser_token_hash = coalesce(\(browserToken?.bytes), browser_token_hash)
            WHERE id = \(session.id.rawValue)
            """
        )
        change.record(
            AuditEvent(
                .sessionSteppedUp,
                .session(session.id),
                changes: [
                    AuditChange(
                        "methods",
                        from: .array(session.methods.map { .string($0.rawValue) }),
                        to: .array(methods.map { .string($0.rawValue) })
                    )
                ]
            )
        )
    }

    private static func ended(_ id: SessionID, because reason: SessionEnd) -> AuditEvent {
        AuditEvent(.sessionEnded, .session(id), changes: [AuditChange("reason", to: .string(reason.rawValue))])
    }

    private static func session(_ row: PostgresRow) throws -> Session {
        let id = SessionID(rawValue: try row.decode("id"))
        let methods = try row.decode("methods", as: [String].self).map { name in
            guard let method = AuthenticationMethod(rawValue: name) else {
                throw InconsistentRow(table: "sessions", column: "methods", row: id.description)
            }
            return method
        }
        return Session(
            id: id,
            user: UserID(rawValue: try row.decode("user_id")),
            clientID: try row.decode("client_id"),
            methods: methods,
            authenticatedAt: try row.decode("authenticated_at"),
            provedAt: try row.decode("proved_at"),
            lastUsedAt: try row.decode("last_used_at"),
            endedAt: try row.decode("ended_at"),
            sourceAddress: try row.decode("source_address"),
            userAgent: try row.decode("user_agent")
        )
    }
}
