package import FoundationEssentials
import Postgres

/// What the serving process, which may create nothing, asks of the provisioning worker.
package struct ProvisioningRequest: Sendable, Equatable {
    package enum Kind: String, Sendable, PostgresEncodable, PostgresDecodable {
        case create, close
    }

    package enum State: String, Sendable, PostgresEncodable, PostgresDecodable {
        case requested, running, done, failed
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
}
