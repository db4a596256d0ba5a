package import Workspaces

/// A second factor whose answers could be guessed. Each has counters of its own.
package enum ThrottledFactor: String, Sendable, CaseIterable {
    /// Of somebody signed in, who proves it anew.
    case password
    case totp
    case recoveryCode = "recovery_code"
    case passkey
}

/// Counts the answers to a second factor, before they are judged: at most 5 to one challenge, and at most 10 an hour to
/// one account, whatever new challenges are begun meanwhile (attacks 5.2 #13, #18).
package struct ThrottleSecondFactor: Sendable {
    /// Answers to one challenge, which lives far shorter than an hour: there is no sixth.
    package static let perChallenge = RateLimit(burst: 5, refill: 3_600)
    /// 5 at once and one each 12 minutes: never more than 10 within an hour.
    package static let perAccount = RateLimit(burst: 5, refill: 720)

    /// When a factor is answered.
    package enum Occasion: String, Sendable {
        case signIn = "second-factor"
        case stepUp = "step-up"
    }

    private let databases: any WorkspaceDatabaseAccess
    private let storage: any ThrottleStorage
    private let keys: ThrottleKeys
    private let clock: any WallClock

    package init(
        databases: any WorkspaceDatabaseAccess,
        storage: any ThrottleStorage,
        keys: ThrottleKeys,
        clock: any WallClock
    ) {
        self.databases = databases
        self.storage = storage
        self.keys = keys
        self.clock = clock
    }

    /// Takes a try in a transaction of its own, then has the answer judged. So many answers sent at once get no further than
    /// as many sent one after the other, and an answer that is refused with a rollback is counted all the same.
    ///
    /// - Parameters:
    ///   - challenge: what the answer is to; unique among the workspace's challenges.
    ///   - occasion: what is counted apart: whoever guesses at the door must not keep the owner of a session from step-up.
    ///   - judge: returns nil where the answer is wrong. A right one puts its own try back; the wrong ones before it stay
    ///     counted. Where it throws, the try stays counted too.
    /// - Throws: ``TooManyTries`` before `judge` is asked; else what `judge` throws.
    package func callAsFunction<R: Sendable>(
        _ factor: ThrottledFactor,
        of user: UserID,
        challenge: [UInt8],
        counting occasion: Occasion = .signIn,
        in workspace: WorkspaceID,
        _ judge: @Sendable () async throws -> R?
    ) async throws -> R? {
        let counters = [
            keys.counter("challenge", challenge, limit: Self.perChallenge),
            keys.counter(occasion.rawValue, Array(factor.rawValue.utf8), user.bytes, limit: Self.perAccount),
        ]
        try await databases.transaction(on: workspace) { [storage, clock] in
            try await storage.take(counters, at: clock.now, in: $0)
        }
        guard let result = try await judge() else { return nil }
        try await databases.transaction(on: workspace) { [storage] in try await storage.giveBack(counters, in: $0) }
        return result
    }
}
