package import BoundedWorkers

/// What a password turned out to be.
package enum PasswordVerdict: Sendable, Equatable {
    case wrong
    /// The right one. Where the stored hash is weaker than today's parameters it should be made anew, now that the
    /// password is at hand.
    case right(needsUpgrade: Bool)
}

/// Hashes passwords on a bounded number of threads with a bounded queue, so that a flood of sign-ins takes neither all
/// memory nor all cores (attacks 5.1 #3).
///
/// Where the queue is full, each call throws `BoundedWorkersFull` at once; the faces answer 503 with Retry-After.
package final class PasswordHasher: Sendable {
    private let workers: BoundedWorkers
    private let parameters: Argon2Parameters
    private let decoy: PasswordHash
    private let derivationStarts: @Sendable (String) -> Void

    /// - Parameter workers: as many threads as computations may run at once; each takes `parameters.memoryKiB` meanwhile.
    package convenience init(workers: BoundedWorkers, parameters: Argon2Parameters = .standard) {
        self.init(workers: workers, parameters: parameters) { _ in }
    }

    /// - Parameter derivationStarts: called with the hash's cost on the worker's thread before each computation, for tests
    ///   that count.
    init(
        workers: BoundedWorkers,
        parameters: Argon2Parameters,
        derivationStarts: @escaping @Sendable (String) -> Void
    ) {
        self.workers = workers
        self.parameters = parameters
        self.derivationStarts = derivationStarts
        // No password need belong to it: its verdict is never asked, only its work is wanted.
        decoy = PasswordHash(
            parameters: parameters,
            salt: [UInt8](repeating: 0, count: PasswordHash.saltBytes),
            tag: [UInt8](repeating: 0, count: PasswordHash.tagBytes)
        )
    }

    /// The hash to store for `password`.
    ///
    /// - Parameter salt: ``PasswordHash/saltBytes`` random bytes.
    /// - Throws: `BoundedWorkersFull`, ``PasswordHashError``.
    package func hash(_ password: NormalizedPassword, salt: [UInt8]) async throws -> PasswordHash {
        try await workers.run { [parameters, derivationStarts] in
            derivationStarts("argon2id(\(parameters))")
            return try PasswordHash.make(password, salt: salt, parameters: parameters)
        }
    }

    /// Whether `stored` is the hash of `password`.
    ///
    /// - Parameters:
    ///   - stored: nil where there is no such user or the user has no password. The same work is done over a decoy and the
    ///     verdict is always ``PasswordVerdict/wrong``, so that the time tells nobody who exists (attacks 5.1 #1).
    ///   - other: the decoy, where it is to cost what an imported hash costs; nil for what ours cost.
    /// - Throws: `BoundedWorkersFull`, ``PasswordHashError``.
    package func verify(
        _ password: NormalizedPassword,
        against stored: StoredPasswordHash?,
        decoy other: StoredPasswordHash? = nil
    ) async throws -> PasswordVerdict {
        try await workers.run { [parameters, decoy, derivationStarts] in
            let hash = stored ?? other ?? .ours(decoy)
            derivationStarts("\(hash)")
            guard try hash.matches(password), stored != nil else { return .wrong }
            return .right(needsUpgrade: hash.isWeaker(than: parameters))
        }
    }
}
