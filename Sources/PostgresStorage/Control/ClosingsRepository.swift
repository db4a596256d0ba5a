package import FoundationEssentials
package import JOSE
package import Postgres
package import WorkspaceDatabases
package import Workspaces

/// A workspace that is being closed, as its row tells.
package struct Closing: Sendable {
    package let workspace: WorkspaceID
    package let slug: String
    package let name: String
    package let cluster: String
    package let names: WorkspaceDatabaseNames
    package let requestedBy: String
    package let requestedAt: Date
    /// Written down before the database is dropped; nil where it was not, or never stood.
    package let lastAuditSequence: Int64?
}

/// A receipt and the key that verifies it.
package struct StoredClosingReceipt: Sendable {
    package let receipt: String
    package let publicKey: JSONWebKey
}

/// The end of a workspace in the control database: what the worker reads and writes while it closes one.
package struct ClosingsRepository: Sendable {
    package init() {}

    /// The closing of that workspace; nil where it is not closing.
    package func find(_ id: WorkspaceID, in session: any PostgresSession) async throws -> Closing? {
        try await session.query(
            """
            SELECT slug, name, cluster, database, login, closing_requested_by, closing_requested_at, last_audit_sequence
            FROM workspaces
            WHERE id = \(id.rawValue) AND state = 'closing'
            """
        ).first.map { row in
            Closing(
                workspace: id,
                slug: try row.decode("slug"),
                name: try row.decode("name"),
                cluster: try row.decode("cluster"),
                names: WorkspaceDatabaseNames(database: try row.decode("database"), login: try row.decode("login")),
                requestedBy: try row.decode("closing_requested_by"),
                requestedAt: try row.decode("closing_requested_at"),
                lastAuditSequence: try row.decode("last_audit_sequence")
            )
        }
    }

    /// Writes down how far the audit had come, while its database still stands.
    package func record(
        lastAuditSequence sequence: Int64,
        of id: WorkspaceID,
        in session: any PostgresSession
    ) async throws {
        try await session.execute(
            """
            UPDATE workspaces
            SET last_audit_sequence = \(sequence)
            WHERE id = \(id.rawValue) AND state = 'closing'
            """
        )
    }

    /// The database is gone: keeps the receipt, and forgets the password that nobody can use any more.
    ///
    /// - Returns: false where the workspace was not closing.
    package func finish(
        _ id: WorkspaceID,
        leaving receipt: StoredClosingReceipt,
        in session: any PostgresSession
    ) async throws -> Bool {
        let closed = try await session.execute(
            """
            UPDATE workspaces
            SET state = 'closed', sealed_password = ''
            WHERE id = \(id.rawValue) AND state = 'closing'
            """
        )
        guard closed == 1 else { return false }
        // What was to be sent from its outbox went with it.
        try await session.execute("DELETE FROM raised_outboxes WHERE workspace = \(id.rawValue)")
        try await session.execute(
            """
            INSERT INTO closing_receipts (workspace, receipt, public_key)
            VALUES (
                \(id.rawValue), \(receipt.receipt), \(String(decoding: receipt.publicKey.jsonBytes(), as: UTF8.self))
            )
            """
        )
        return true
    }

    /// The receipt of a closed workspace; nil where it is not closed.
    package func receipt(of id: WorkspaceID, in transaction: ControlTransaction) async throws -> StoredClosingReceipt? {
        let rows = try await transaction.session().query(
            """
            SELECT receipt, public_key
            FROM closing_receipts
            WHERE workspace = \(id.rawValue)
            """
        )
        return try rows.first.map { row in
            StoredClosingReceipt(
                receipt: try row.decode("receipt"),
                publicKey: try JSONWebKey(parsing: Array(try row.decode("public_key", as: String.self).utf8))
            )
        }
    }
}
