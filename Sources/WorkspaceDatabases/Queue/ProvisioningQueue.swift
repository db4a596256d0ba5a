package import FoundationEssentials
package import Postgres

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

    /// Told when a request is made; the payload is its id.
    package static let requestedChannel = "provisioning_requested"
    /// Told when a request is done or failed; the payload is its id.
    package static let settledChannel = "provisioning_settled"

    package init(_ session: any PostgresSession) {}

    /// Asks for a workspace's creation or closing. The same request asked twice, while open, is one: its id is returned.
    package func request(
        id: UUID,
        _ kind: ProvisioningRequest.Kind,
        workspace: UUID,
        slug: String,
        name: String,
        region: String? = nil,
        at now: Date
    ) async throws -> UUID { throw PostgresError(.connectionLost) }

    /// The request of that id.
    package func find(_ id: UUID) async throws -> ProvisioningRequest? { throw PostgresError(.connectionLost) }

    /// The oldest open request, locked until the end of the transaction that this queue was made on. Nobody else gets it
    /// meanwhile; where the worker dies, its lock ends with its connection and the next worker claims it again.
    package func claim() async throws -> ProvisioningRequest? { throw PostgresError(.connectionLost) }

    package func finish(_ id: UUID, at now: Date) async throws { throw PostgresError(.connectionLost) }

    package func fail(_ id: UUID, error: String, at now: Date) async throws { throw PostgresError(.connectionLost) }

    /// Waits until the request is done or failed; nil past the deadline.
    package static func waitUntilDone(
        _ id: UUID,
        on connection: PostgresConnection,
        within deadline: Duration
    ) async throws -> ProvisioningRequest? { throw PostgresError(.connectionLost) }
}
