package import FoundationEssentials
package import Secrets
package import Workspaces

/// What kind of program an application is (OAuth 2.1 section 2.1; `api` follows the revocation feed and asks for no token).
package enum ApplicationKind: String, Sendable, CaseIterable {
    case web
    case native
    case service
    case api
}

/// A program that is known to the gateway.
package struct Application: Sendable, Equatable {
    /// The one that exists from the start: OnTrackio's own pages and programs. It has no secret.
    package static let firstPartyID = "ontrackio"

    package let clientID: String
    package let name: String
    package let kind: ApplicationKind
    package let redirectURIs: [String]
    /// nil where the application has no secret.
    package let secretHash: SecretHash?
    package let createdAt: Date

    package init(
        clientID: String,
        name: String,
        kind: ApplicationKind,
        redirectURIs: [String],
        secretHash: SecretHash?,
        createdAt: Date
    ) {
        self.clientID = clientID
        self.name = name
        self.kind = kind
        self.redirectURIs = redirectURIs
        self.secretHash = secretHash
        self.createdAt = createdAt
    }
}

/// The applications that the control database knows.
package protocol ApplicationStorage: Sendable {
    func find(_ clientID: String, in transaction: ControlTransaction) async throws -> Application?
    func list(in transaction: ControlTransaction) async throws -> [Application]
    func insert(_ application: Application, in transaction: ControlTransaction) async throws
    /// false where there is none of that id.
    func delete(_ clientID: String, in transaction: ControlTransaction) async throws -> Bool
}
