package import FoundationEssentials
package import SignIn
package import Workspaces

extension MemoryStorage: ThrottleStorage {
    package func take(_ counters: [ThrottleCounter], at now: Date, in transaction: WorkspaceTransaction) throws {
        try take(counters, at: now)
    }

    package func take(_ counters: [ThrottleCounter], at now: Date, in transaction: ControlTransaction) throws {
        try take(counters, at: now)
    }

    package func giveBack(_ counters: [ThrottleCounter], in transaction: WorkspaceTransaction) { giveBack(counters) }

    package func giveBack(_ counters: [ThrottleCounter], in transaction: ControlTransaction) { giveBack(counters) }

    package func prune(freeBefore moment: Date, in transaction: WorkspaceTransaction) {}

    package func prune(freeBefore moment: Date, in transaction: ControlTransaction) {}

    private func take(_ counters: [ThrottleCounter], at now: Date) throws {
        try write { state in
            let taken = counters.map { $0.limit.taking(at: now, nextFreeAt: state.throttles[$0.key]) }
            guard !taken.contains(nil) else {
                let until = counters.compactMap { state.throttles[$0.key] }.max() ?? now
                throw TooManyTries(until: until, from: now)
            }
            for (counter, next) in zip(counters, taken) { state.throttles[counter.key] = next }
        }
    }

    private func giveBack(_ counters: [ThrottleCounter]) {
        write { state in
            for counter in counters { state.throttles[counter.key]? -= counter.limit.refill }
        }
    }
}

extension MemoryStorage: SignInNetworkStorage {
    package func isKnown(
        _ network: String,
        to user: UserID,
        since moment: Date,
        in transaction: WorkspaceTransaction
    ) -> Bool {
        read { $0.networks[user]?[network].map { $0 >= moment } ?? false }
    }

    package func remember(_ network: String, of user: UserID, at now: Date, in transaction: WorkspaceTransaction) {
        write { $0.networks[user, default: [:]][network] = now }
    }

    package func prune(unusedSince moment: Date, in transaction: WorkspaceTransaction) {}
}
