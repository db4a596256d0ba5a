import FoundationEssentials
package import JOSE
package import Secrets
import Synchronization
package import TokenVerification
package import Workspaces

/// The keys that this node signs with and publishes, as it last read them from the control database.
package final class SigningKeyRing: Sendable {
    /// There is no active key yet, or the app key opens none.
    package struct NoActiveKey: Error, Sendable {
        package init() {}
    }

    private struct Keys {
        var active: SigningKey?
        var published: JSONWebKeySet?
    }

    private let control: any ControlDatabaseAccess
    private let storage: any SigningKeyStorage
    private let sealing: Sealing
    private let keys = Mutex(Keys())
    /// The same keys, for verifying our own tokens.
    package let verification: LocalKeys

    package init(
        control: any ControlDatabaseAccess,
        storage: any SigningKeyStorage,
        sealing: Sealing
    ) throws {
        self.control = control
        self.storage = storage
        self.sealing = sealing
        verification = LocalKeys(try JSONWebKeySet([]))
    }

    /// The key that signs now. Throws ``NoActiveKey``.
    package func active() throws -> SigningKey {
        guard let key = keys.withLock({ $0.active }) else { throw NoActiveKey() }
        return key
    }

    /// What `/.well-known/jwks.json` shows: next, active and retired keys.
    package func published() throws -> JSONWebKeySet {
        guard let set = keys.withLock({ $0.published }) else { throw NoActiveKey() }
        return set
    }

    /// Reads the keys anew.
    package func refresh() async throws {
        let records = try await control.transaction { [storage] in try await storage.list(in: $0) }
        var active: SigningKey?
        var published: [JSONWebKey] = []
        for record in records where record.state != .withdrawn {
            let key = try open(record)
            published.append(JSONWebKey(key.publicKey))
            if record.state == .active { active = key }
        }
        let set = try JSONWebKeySet(published)
        keys.withLock { $0 = Keys(active: active, published: set) }
        verification.replace(with: set)
    }

    private func open(_ record: SigningKeyRecord) throws -> SigningKey {
        try SigningKey(
            rawRepresentation: sealing.open(
                record.sealedPrivateKey,
                for: SigningKeyRecord.purpose(of: record.id)
            ),
            algorithm: record.algorithm
        )
    }
}
