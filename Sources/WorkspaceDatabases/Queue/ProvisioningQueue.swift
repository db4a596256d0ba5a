package import FoundationEssentials
package import Postgres

/// The requests to the provisioning worker, as rows of a control database. NOTIFY wakes whoever waits; nobody relies on it.
package struct ProvisioningQueue: Sendable {
    /// The text of the table, for the migrations of each control database that has a queue.
    package static let migration = """
        CREATE TABLE provisioning_requests (
            id uuid PRIMARY KEY,
            workspace uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('create', 'close')),
            state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'done', 'failed')),
            slug text NOT NULL,
            name text NOT NULL,
            region text,
            error text,
            requested_at timestamptz NOT NULL,
            finished_at timestamptz,
            CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed')))
        );
        CREATE INDEX provisioning_requests_open ON provisioning_requests (requested_at)
            WHERE state IN ('requested', 'running');
        CREATE UNIQUE INDEX provisioning_requests_one_open ON provisioning_requests (workspace, kind)
            WHERE state IN ('requested', 'running');
        """

    /// The second text of the table: a request that can't be fulfilled now gives way to the others.
    package static let retryMigration = "ALTER TABLE provisioning_requests ADD COLUMN retry_at timestamptz;"

    /// Told when a request is made; the payload is its id.
    package static let requestedChannel = "provisioning_requested"
    /// Told when a request is done or failed; the payload is its id.
    package static let settledChannel = "provisioning_settled"

    private let session: any PostgresSession

    package init(_ session: any PostgresSession) {
        self.session = session
    }

    /// Asks for a workspace's creation or closing.
    ///
    /// - Returns: the request's id: `id`, or that of the same request where one is open already.
    package func request(
        id: UUID,
        _ kind: ProvisioningRequest.Kind,
        workspace: UUID,
        slug: String,
        name: String,
        region: String? = nil,
        at now: Date
    ) async throws -> UUID {
        // The update changes nothing, but has the row that stands in the way returned.
        let rows = try await session.query(
            """
            INSERT INTO provisioning_requests AS r (id, workspace, kind, slug, name, region, requested_at)
            VALUES (\(id), \(workspace), \(kind), \(slug), \(name), \(region), \(now))
            ON CONFLICT (workspace, kind) WHERE state IN ('requested', 'running') DO UPDATE SET slug = r.slug
            RETURNING r.id, pg_notify(\(Self.requestedChannel), r.id::text)::text AS told
            """
        )
        return try rows.first?.decode("id") ?? id
    }

    /// The request of that id.
    package func find(_ id: UUID) async throws -> ProvisioningRequest? {
        try await session.query(
            """
            SELECT \(ProvisioningRequest.columns)
            FROM provisioning_requests
            WHERE id = \(id)
            """
        ).first.map(ProvisioningRequest.init(row:))
    }

    /// Shows that the oldest request that nobody works on is being worked on. For people who look; ``claim(at:)`` decides.
    package func announce(at now: Date) async throws {
        try await session.execute(
            """
            UPDATE provisioning_requests
            SET state = 'running'
            WHERE id = (
                SELECT id
                FROM provisioning_requests
                WHERE state = 'requested' AND (retry_at IS NULL OR retry_at <= \(now))
                ORDER BY requested_at, id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            """
        )
    }

    /// The oldest open request that is not put off, locked until the end of the transaction that this queue was made on. Nobody else gets it
    /// meanwhile; where the worker dies, its lock ends with its connection and the next worker claims it again.
    package func claim(at now: Date) async throws -> ProvisioningRequest? {
        try await session.query(
            """
            SELECT \(ProvisioningRequest.columns)
            FROM provisioning_requests
            WHERE state IN ('requested', 'running') AND (retry_at IS NULL OR retry_at <= \(now))
            ORDER BY requested_at, id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """
        ).first.map(ProvisioningRequest.init(row:))
    }

    /// Puts an open request off, so that others come before it.
    package func postpone(_ id: UUID, until moment: Date) async throws {
        try await session.execute(
            """
            UPDATE provisioning_requests
            SET retry_at = \(moment)
            WHERE id = \(id) AND state IN ('requested', 'running')
            """
        )
    }

    /// Settles an open request as done. One that is settled already stays as it is.
    package func finish(_ id: UUID, at now: Date) async throws {
        try await settle(id, .done, error: nil, at: now)
    }

    /// Settles an open request as failed.
    ///
    /// - Parameter error: why, in words that may be shown.
    package func fail(_ id: UUID, error: String, at now: Date) async throws {
        try await settle(id, .failed, error: error, at: now)
    }

    private func settle(_ id: UUID, _ state: ProvisioningRequest.State, error: String?, at now: Date) async throws {
        _ = try await session.query(
            """
            UPDATE provisioning_requests
            SET state = \(state), error = \(error), finished_at = \(now)
            WHERE id = \(id) AND state IN ('requested', 'running')
            RETURNING pg_notify(\(Self.settledChannel), id::text)::text AS told
            """
        )
    }
}
