import Encoding
import FoundationEssentials
import Postgres
package import Workspaces

/// The tables `audit` and `audit_head`.
package struct AuditRepository: AuditStorage {
    package init() {}

    /// Appends the entries of one change, numbered without gaps in the order of commit: the head's row is locked from here
    /// to the commit, which follows at once.
    static func append(
        _ events: [AuditEvent],
        by author: ChangeAuthor,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws {
        guard !events.isEmpty else { return }
        let session = try transaction.session()
        let rows = try await session.query(
            "UPDATE audit_head SET sequence = sequence + \(Int64(events.count)) RETURNING sequence"
        )
        guard let last = try rows.first?.decode("sequence", as: Int64.self) else {
            throw InconsistentRow(table: "audit_head", column: "sequence", row: "missing")
        }
        let (actorKind, actorID) = columns(of: author.actor)
        let statements = zip(1..., events).map { offset, event -> SQL in
            let (targetKind, targetID) = columns(of: event.target)
            return """
                INSERT INTO audit
                    (sequence, time, actor_kind, actor_id, action, target_kind, target_id, changes, source_address,
                     correlation_id)
                VALUES (
                    \(last - Int64(events.count) + Int64(offset)), \(now), \(actorKind), \(actorID),
                    \(event.action.rawValue), \(targetKind), \(targetID),
                    \(json(of: event.changes).text)::text::jsonb,
                    \(author.origin.sourceAddress), \(author.origin.correlationID.rawValue)
                )
                """
        }
        _ = try await session.pipeline(statements)
    }

    /// The sequence of the newest entry, 0 where there is none.
    static func lastSequence(in session: any PostgresSession) async throws -> Int64 {
        try await session.query("SELECT sequence FROM audit_head").first?.decode("sequence") ?? 0
    }

    package func list(
        before sequence: Int64?,
        limit: Int,
        in transaction: WorkspaceTransaction
    ) async throws -> [AuditEntry] {
        try await transaction.session().query(
            """
            SELECT sequence, time, actor_kind, actor_id, action, target_kind, target_id, changes::text AS changes,
                source_address, correlation_id
            FROM audit
            WHERE sequence < \(sequence ?? Int64.max)
            ORDER BY sequence DESC
            LIMIT \(limit)
            """
        ).map(Self.entry)
    }

    package func numbers(in transaction: WorkspaceTransaction) async throws -> (given: Int64, highest: Int64) {
        // One statement, one snapshot: a change that is committed meanwhile is in both or in neither.
        let rows = try await transaction.session().query(
            "SELECT sequence, (SELECT coalesce(max(sequence), 0) FROM audit) AS highest FROM audit_head"
        )
        guard let row = rows.first else {
            throw InconsistentRow(table: "audit_head", column: "sequence", row: "missing")
        }
        return (try row.decode("sequence"), try row.decode("highest"))
    }

    private static func entry(_ row: PostgresRow) throws -> AuditEntry {
        let sequence: Int64 = try row.decode("sequence")
        guard let changes = try? StrictJSON.parse(Array(try row.decode("changes", as: String.self).utf8)) else {
            throw InconsistentRow(table: "audit", column: "changes", row: "\(sequence)")
        }
        return AuditEntry(
            sequence: sequence,
            time: try row.decode("time"),
            actorKind: try row.decode("actor_kind"),
            actorID: try row.decode("actor_id"),
            action: try row.decode("action"),
            targetKind: try row.decode("target_kind"),
            targetID: try row.decode("target_id"),
            changes: changes,
            sourceAddress: try row.decode("source_address"),
            correlationID: CorrelationID(rawValue: try row.decode("correlation_id")).description
        )
    }

    private static func columns(of actor: Actor) -> (kind: String, id: String?) {
        switch actor {
        case .user(let id): ("user", id.description)
        case .operator(let name): ("operator", name)
        case .system: ("system", nil)
        case .anonymous: ("anonymous", nil)
        }
    }

    private static func columns(of target: AuditTarget) -> (kind: String, id: String) {
        switch target {
        case .user(let id): ("user", id.description)
        case .session(let id): ("session", id.description)
        case .workspace(let id): ("workspace", id.description)
        }
    }

    private static func json(of changes: [AuditChange]) -> JSONValue {
        .array(
            changes.map { change in
                var object: JSONObject = ["attribute": .string(change.attribute)]
                object["old"] = change.old
                object["new"] = change.new
                return .object(object)
            }
        )
    }
}
