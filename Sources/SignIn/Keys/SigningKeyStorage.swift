package import FoundationEssentials
package import JOSE
package import Workspaces

/// Where a signing key stands in its life.
package enum SigningKeyState: String, Sendable {
    /// Published, so that verifiers know it before it signs.
    case next
    /// Signs.
    case active
    /// Signs no more; published until the last token that it signed has expired.
    case retired
    /// Not trusted any more: not published, and its tokens are revoked.
    case withdrawn
}

/// A signing key as it is stored: the private part sealed with the app key, bound to the key's id.
package struct SigningKeyRecord: Sendable {
    package let id: String
    package let algorithm: SigningAlgorithm
    package let sealedPrivateKey: [UInt8]
    package let state: SigningKeyState
    package let createdAt: Date
    /// When it was retired or withdrawn.
    package let retiredAt: Date?

    package init(
        id: String,
        algorithm: SigningAlgorithm,
        sealedPrivateKey: [UInt8],
        state: SigningKeyState,
        createdAt: Date,
        retiredAt: Date?
    ) {
        self.id = id
        self.algorithm = algorithm
        self.sealedPrivateKey = sealedPrivateKey
        self.state = state
        self.createdAt = createdAt
        self.retiredAt = retiredAt
    }

    /// What the private part is sealed for.
    package static func purpose(of id: String) -> String { "signing-key/\(id)" }
}

/// The signing keys of the platform, in the control database.
package protocol SigningKeyStorage: Sendable {
    /// Locks all of them until the transaction's end, so that one node at a time rotates, and returns them.
    func lockAll(in transaction: ControlTransaction) async throws -> [SigningKeyRecord]
    func list(in transaction: ControlTransaction) async throws -> [SigningKeyRecord]
    func insert(_ key: SigningKeyRecord, in transaction: ControlTransaction) async throws
    func move(_ id: String, to state: SigningKeyState, at now: Date, in transaction: ControlTransaction) async throws
    /// Forgets what was retired before `moment`.
    func prune(retiredBefore moment: Date, in transaction: ControlTransaction) async throws
}
