package import FoundationEssentials
package import JOSE
package import Secrets
import TokenVerification
package import Workspaces

/// Why a key can't be withdrawn.
package enum SigningKeyRejection: Error, Equatable, Sendable {
    case unknownKey
    case alreadyWithdrawn
}

/// Makes, rotates and withdraws signing keys. Each call locks the keys, so that of several nodes one rotates.
package struct RotateSigningKeys: Sendable {
    /// A retired key is published while a token that it signed may still be good: an access token's life, the leeway of
    /// clocks, and what a verifier's cache holds on to.
    package static let publishedAfterRetirement: TimeInterval = 3_600

    private let control: any ControlDatabaseAccess
    private let storage: any SigningKeyStorage
    private let revocations: any RevocationStorage
    private let sealing: Sealing
    private let clock: any WallClock

    package init(
        control: any ControlDatabaseAccess,
        storage: any SigningKeyStorage,
        revocations: any RevocationStorage,
        sealing: Sealing,
        clock: any WallClock
    ) {
        self.control = control
        self.storage = storage
        self.revocations = revocations
        self.sealing = sealing
        self.clock = clock
    }

    /// Makes the first active key and the next one where there is no active key. Returns whether it did.
    package func bootstrap(_ algorithm: SigningAlgorithm = .es256) async throws -> Bool {
        try await control.transaction { transaction in
            let keys = try await storage.lockAll(in: transaction)
            guard !keys.contains(where: { $0.state == .active }) else { return false }
            try await insert(algorithm, .active, in: transaction)
            if !keys.contains(where: { $0.state == .next }) {
                try await insert(algorithm, .next, in: transaction)
            }
            return true
        }
    }

    /// Retires the active key, lets the next one sign and makes a new next one.
    package func rotate(_ algorithm: SigningAlgorithm = .es256) async throws {
        try await control.transaction { transaction in
            try await rotate(try await storage.lockAll(in: transaction), algorithm, in: transaction)
        }
    }

    /// Rotates where the active key has signed for so many days, with a key of the same algorithm. Returns whether it did: of
    /// several nodes that come at once, one does.
    package func rotateIfDue(afterDays days: Int) async throws -> Bool {
        try await control.transaction { transaction in
            let keys = try await storage.lockAll(in: transaction)
            // The next key was made when the active one began to sign.
            guard let next = keys.first(where: { $0.state == .next }),
                clock.now >= next.createdAt.addingTimeInterval(TimeInterval(days) * 86_400)
            else { return false }
            try await rotate(keys, next.algorithm, in: transaction)
            return true
        }
    }

    /// Takes a key out of the set at once and revokes all tokens that it signed. Where it was the active one, the next
    /// takes its place.
    package func withdraw(_ id: String) async throws {
        let identifier = try KeyIdentifier(id)
        try await control.transaction { transaction in
            let now = clock.now
            let keys = try await storage.lockAll(in: transaction)
            guard let key = keys.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
                throw SigningKeyRejection.unknownKey
            }
            guard key.state != .withdrawn else { throw SigningKeyRejection.alreadyWithdrawn }
            try await storage.move(key.id, to: .withdrawn, at: now, in: transaction)
            _ = try await revocations.append(
                .key(identifier),
                issuedBefore: now.unixSeconds,
                at: now,
                in: transaction
            )
            let next = keys.first { $0.state == .next }
            if key.state == .active {
                if let next {
                    try await storage.move(next.id, to: .active, at: now, in: transaction)
                } else {
                    try await insert(key.algorithm, .active, in: transaction)
                }
            }
            if key.state == .active || key.state == .next {
                try await insert(key.algorithm, .next, in: transaction)
            }
        }
    }

    package func list() async throws -> [SigningKeyRecord] {
        try await control.transaction { [storage] in try await storage.list(in: $0) }
    }

    private func rotate(
        _ keys: [SigningKeyRecord],
        _ algorithm: SigningAlgorithm,
        in transaction: ControlTransaction
    ) async throws {
        let now = clock.now
        for key in keys where key.state == .active {
            try await storage.move(key.id, to: .retired, at: now, in: transaction)
        }
        if let next = keys.first(where: { $0.state == .next }) {
            try await storage.move(next.id, to: .active, at: now, in: transaction)
        } else {
            try await insert(algorithm, .active, in: transaction)
        }
        try await insert(algorithm, .next, in: transaction)
        try await storage.prune(
            retiredBefore: now.addingTimeInterval(-Self.publishedAfterRetirement),
            in: transaction
        )
    }

    private func insert(
        _ algorithm: SigningAlgorithm,
        _ state: SigningKeyState,
        in transaction: ControlTransaction
    ) async throws {
        let key = SigningKey.generate(algorithm)
        let id = key.identifier.text
        try await storage.insert(
            SigningKeyRecord(
                id: id,
                algorithm: algorithm,
                sealedPrivateKey: sealing.seal(key.rawRepresentation, for: SigningKeyRecord.purpose(of: id)),
                state: state,
                createdAt: clock.now,
                retiredAt: nil
            ),
            in: transaction
        )
    }
}
