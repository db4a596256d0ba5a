package import FoundationEssentials
import Postgres
package import Workspaces

/// The table `raised_outboxes`.
package struct RaisedOutboxesRepository: RaisedOutboxStorage {
    package init() {}

    package func raise(_ workspace: WorkspaceID, at now: Date, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            """
            INSERT INTO raised_outboxes AS r (workspace, raised_at, look_at)
            VALUES (\(workspace.rawValue), \(now), \(now))
            ON CONFLICT (workspace) DO UPDATE
            SET raised_at = greatest(r.raised_at, excluded.raised_at), look_at = least(r.look_at, excluded.look_at)
            """
        )
    }

    package func claim(
        dueAt now: Date,
        until lease: Date,
        limit: Int,
        in transaction: ControlTransaction
    ) async throws -> [RaisedOutbox] {
        try await transaction.session().query(
            """
            UPDATE raised_outboxes
            SET look_at = \(lease)
            WHERE workspace IN (
                SELECT workspace
                FROM raised_outboxes
                WHERE look_at <= \(now)
                ORDER BY look_at
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
            )
            RETURNING workspace, raised_at
            """
        ).map { row in
            RaisedOutbox(
                workspace: WorkspaceID(rawValue: try row.decode("workspace")),
                raisedAt: try row.decode("raised_at")
            )
        }
    }

    package func postpone(
        _ outbox: RaisedOutbox,
        to moment: Date,
        in transaction: ControlTransaction
    ) async throws {
        // Raised anew meanwhile, it is due at once and stays so.
        try await transaction.session().execute(
            """
            UPDATE raised_outboxes
            SET look_at = \(moment)
            WHERE workspace = \(outbox.workspace.rawValue) AND raised_at = \(outbox.raisedAt)
            """
        )
    }

    package func lower(_ outbox: RaisedOutbox, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            """
            DELETE FROM raised_outboxes
            WHERE workspace = \(outbox.workspace.rawValue) AND raised_at = \(outbox.raisedAt)
            """
        )
    }
}
