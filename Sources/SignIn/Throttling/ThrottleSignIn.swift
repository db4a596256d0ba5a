package import FoundationEssentials
package import Workspaces

/// Counts the tries of passwords, before the password is looked at (attacks 5.1 #4, #5).
///
/// A try takes from the counters about the account in the workspace's database and from those about the network in the
/// control database: from all or from none, so that whoever is refused empties nobody's counters. It takes before the hash
/// is computed, so tries at once get no further than tries in a row. What succeeds puts back what it took itself and no
/// more: somebody with an account of their own can't rest the counter of their network by signing in.
package struct ThrottleSignIn: Sendable {
    /// How long a network stays known after a sign-in.
    package static let networkMemory: TimeInterval = 90 * 86_400
    /// One try in so many clears away counters that have come to rest: often enough that they never pile up.
    private static let triesPerPruning: UInt8 = 255

    private let control: any ControlDatabaseAccess
    private let storage: any ThrottleStorage
    private let networks: any SignInNetworkStorage
    private let keys: ThrottleKeys
    private let clock: any WallClock
    private let random: any RandomSource
    private let memory = RefusalMemory()
    private let returned = ReturnedTries()

    package init(
        control: any ControlDatabaseAccess,
        storage: any ThrottleStorage,
        networks: any SignInNetworkStorage,
        keys: ThrottleKeys,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.control = control
        self.storage = storage
        self.networks = networks
        self.keys = keys
        self.clock = clock
        self.random = random
    }

    /// Somebody who is about to try a password.
    package struct Attempt: Sendable {
        fileprivate let account: FoldedAccount
        fileprivate let network: String
        fileprivate let workspace: WorkspaceID
    }

    /// What an attempt took, to be put back where it succeeds or was never judged.
    package struct Toll: Sendable {
        fileprivate let inWorkspace: [ThrottleCounter]
        fileprivate let inControl: [ThrottleCounter]
    }

    /// - Parameter email: as it was typed.
    package func attempt(_ email: String, in workspace: WorkspaceID, from origin: RequestOrigin) -> Attempt {
        Attempt(
            account: FoldedAccount(email),
            network: Self.network(of: origin),
            workspace: workspace
        )
    }

    /// Refuses what this node knows to be refused, at no cost. Throws ``TooManyTries``.
    package func checkMemory(_ attempt: Attempt) throws(TooManyTries) {
        try memory.check(pair(of: attempt).key, at: clock.now)
    }

    /// Takes from all counters of the attempt. Throws ``TooManyTries``, which has to end the transaction: nothing is taken
    /// then. The control database is asked within it, since a refusal there takes back what was taken here.
    ///
    /// - Parameter user: whom the address belongs to; nil where to nobody, who is treated as somebody seen for the first
    ///   time.
    package func take(
        _ attempt: Attempt,
        of user: UserID?,
        in transaction: WorkspaceTransaction
    ) async throws -> Toll {
        let now = clock.now
        let isKnown = try await networks.isKnown(
            attempt.network,
            to: user ?? .nobody,
            since: now - Self.networkMemory,
            in: transaction
        )
        let toll = isKnown ? tollAtKnownNetwork(attempt) : tollAtNewNetwork(attempt)
        try await storage.take(toll.inWorkspace, at: now, in: transaction)
        let prunes = random.bytes(1)[0] >= Self.triesPerPruning
        if prunes {
            try await storage.prune(freeBefore: now - RateLimit.longestMemory, in: transaction)
            try await networks.prune(unusedSince: now - Self.networkMemory, in: transaction)
        }
        try await control.transaction { [storage] transaction in
            try await storage.take(toll.inControl, at: now, in: transaction)
            if prunes { try await storage.prune(freeBefore: now - RateLimit.longestMemory, in: transaction) }
        }
        return toll
    }

    /// Keeps a refusal in this node's memory.
    package func remember(_ refusal: TooManyTries, of attempt: Attempt) {
        let now = clock.now
        memory.remember(pair(of: attempt).key, until: now + Double(refusal.retryAfter), at: now)
    }

    /// The password was right: puts the try back in the workspace's database. The rest is ``giveBackInControl(_:)``'s, once
    /// the sign-in is committed; that the network is known from then on, ``SignInDispatcher``'s, once it is complete.
    package func succeed(_ toll: Toll, in change: WorkspaceChange) async throws {
        try await storage.giveBack(toll.inWorkspace, in: change.transaction)
    }

    /// As what sender an account knows the origin's.
    static func network(of origin: RequestOrigin) -> String { origin.sourceNetwork ?? "unknown" }

    /// Puts the try back in the control database, together with others of this node (``ReturnedTries``).
    package func giveBackInControl(_ toll: Toll) async {
        let tries = returned.add(toll.inControl, at: clock.now)
        guard !tries.isEmpty else { return }
        // The sign-in is committed, and not undone for a counter's sake, which comes to rest of itself.
        try? await control.transaction { [storage] in try await storage.giveBack(tries, in: $0) }
    }

    /// Puts the try back in both, where the password was never looked at.
    package func giveBack(_ toll: Toll, in transaction: WorkspaceTransaction) async throws {
        try await storage.giveBack(toll.inWorkspace, in: transaction)
        await giveBackInControl(toll)
    }

    private func tollAtNewNetwork(_ attempt: Attempt) -> Toll {
        Toll(
            inWorkspace: [
                pair(of: attempt),
                keys.counter("account", attempt.account.bytes, limit: SignInLimits.accountAtNewNetworks),
                keys.counter("workspace", limit: SignInLimits.workspace),
            ],
            inControl: [
                keys.counter("network", Array(attempt.network.utf8), limit: SignInLimits.newNetwork),
                keys.counter("everybody", limit: SignInLimits.everybody),
            ]
        )
    }

    private func tollAtKnownNetwork(_ attempt: Attempt) -> Toll {
        Toll(
            inWorkspace: [
                keys.counter(
                    "account-known-network",
                    attempt.account.bytes,
                    Array(attempt.network.utf8),
                    limit: SignInLimits.accountAtKnownNetwork
                )
            ],
            inControl: [
                keys.counter("known-network", Array(attempt.network.utf8), limit: SignInLimits.knownNetwork)
            ]
        )
    }

    /// The counter of this account at this network, by which the memory of refusals goes as well: hence the workspace in it.
    private func pair(of attempt: Attempt) -> ThrottleCounter {
        keys.counter(
            "account-network",
            attempt.workspace.bytes,
            attempt.account.bytes,
            Array(attempt.network.utf8),
            limit: SignInLimits.accountAtNewNetwork
        )
    }
}
