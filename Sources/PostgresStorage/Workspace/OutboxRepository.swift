import Encoding
package import FoundationEssentials
import Postgres
package import Workspaces

/// The table `outbox`.
package struct OutboxRepository: OutboxStorage {
    package init() {}

    package func insert(_ mail: OutgoingMail, in transaction: WorkspaceTransaction) async throws {
        let (kind, details) = mail.notice.record
        try await transaction.session().execute(
            """
            INSERT INTO outbox (id, recipient, language, kind, details, queued_at, next_attempt_at)
            VALUES (
                \(mail.id), \(mail.recipient.description), \(mail.language), \(kind),
                \(JSONValue.object(details).text)::text::jsonb, \(mail.queuedAt), \(mail.queuedAt)
            )
            """
        )
    }

    /// After one minute, then each time after twice the time before, up to six hours.
    package func claim(dueAt now: Date, in transaction: WorkspaceTransaction) async throws -> ClaimedMail? {
        try await transaction.session().query(
            """
            UPDATE outbox
            SET attempts = attempts + 1,
                next_attempt_at = \(now) + least(interval '1 minute' * 2 ^ least(attempts, 20), interval '6 hours')
            WHERE id = (
                SELECT id
                FROM outbox
                WHERE next_attempt_at <= \(now)
                ORDER BY next_attempt_at
                LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id, recipient, language, kind, details::text AS details, queued_at, attempts
            """
        ).first.map(Self.claimed)
    }

    package func remove(_ mail: UUID, in transaction: WorkspaceTransaction) async throws {
        try await transaction.session().execute("DELETE FROM outbox WHERE id = \(mail)")
    }

    package func nextAttempt(in transaction: WorkspaceTransaction) async throws -> Date? {
        try await transaction.session().query("SELECT min(next_attempt_at) AS next FROM outbox").first?.decode("next")
    }

    private static func claimed(_ row: PostgresRow) throws -> ClaimedMail {
        ClaimedMail(
            id: try row.decode("id"),
            kind: try row.decode("kind"),
            attempts: Int(try row.decode("attempts", as: Int32.self)),
            mail: try mail(row)
        )
    }

    /// nil for what ``insert(_:in:)`` of this version never writes.
    private static func mail(_ row: PostgresRow) throws -> OutgoingMail? {
        guard let recipient = EmailAddress(try row.decode("recipient")),
            let details = try? StrictJSON.parse(Array(try row.decode("details", as: String.self).utf8)).object,
            let notice = Notice(kind: try row.decode("kind"), values: details)
        else { return nil }
        return OutgoingMail(
            id: try row.decode("id"),
            recipient: recipient,
            language: try row.decode("language"),
            notice: notice,
            queuedAt: try row.decode("queued_at")
        )
    }
}
