package import FoundationEssentials
import Postgres

/// What the serving process, which may create nothing, asks of the provisioning worker.
package struct ProvisioningRequest: Sendable, Equatable {
    package enum Kind: String, Sendable, PostgresEncodable, PostgresDecodable {
        case create, close
    }

    /// Requested becomes running, done or failed; running becomes done or failed.
    package enum State: String, Sendable, PostgresEncodable, PostgresDecodable {
        case requested, running, done, failed

        var isSettled: Bool { self == .done || self == .failed }
    }

    package let id: UUID
    package let workspace: UUID
    package let kind: Kind
    package let state: State
    package let slug: String
    package let name: String
    package let region: String?
    /// Why it failed, in words that may be shown.
    package let error: String?
    package let requestedAt: Date
    package let finishedAt: Date?

    static let columns: SQL = "id, workspace, kind, state, slug, name, region, error, requested_at, finished_at"

    init(row: PostgresRow) throws {
        id = try row.decode("id")
        workspace = try row.decode("workspace")
        kind = try row.decode("kind")
        state = try row.decode("state")
        slug = try row.decode("slug")
        name = try row.decode("name")
        region = try row.decode("region")
        error = try row.decode("error")
        requestedAt = try row.decode("requested_at")
        finishedAt = try row.decode("finished_at")
    }
}
