import Encoding
import FoundationEssentials
import Postgres
package import Workspaces

/// The tables `audit` and `audit_head`.
package struct AuditRepository: AuditStorage {
    package init() {}

    /// Appends the entries of one change, numbered without gaps in the order of commit: the head's row is locked from here
    /// to the commit, with which it travels. Without a head there would be no number, and with none no entry and no change.
    static func append(
        _ events: [AuditEvent],
        by author: ChangeAuthor,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) throws {
        guard !events.isEmpty else { return }
        let (actorKind, actorID) = columns(of: author.actor)
        let targets = events.map { columns(of: $0.target) }
        let count = Int64(events.count)
        try transaction.session().executeLater(
            """
            WITH head AS (UPDATE audit_head SET sequence = sequence + \(count) RETURNING sequence)
            INSERT INTO audit
                (sequence, time, actor_kind, actor_id, action, target_kind, target_id, changes, source_address,
                 correlation_id)
            SELECT
                (SELECT sequence FROM head) - \(count) + event.number, \(now), \(actorKind), \(actorID), event.action,
                event.target_kind, event.target_id, event.changes::jsonb, \(author.origin.sourceAddress),
                \(author.origin.correlationID.rawValue)
            FROM unnest(
                \(events.map(\.action.rawValue)), \(targets.map(\.kind)), \(targets.map(\.id)),
                \(events.map { json(of: $0.changes).text })
            ) WITH ORDINALITY AS event (action, target_kind, target_id, changes, number)
            """
        )
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
