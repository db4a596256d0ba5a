/// How often a password may be tried, by what (decision 0028).
///
/// All are about tries that failed: one that succeeds puts back what it took. Whoever comes from a network from which that
/// account signed in before pays from counters of its own, which no stranger can empty.
package enum SignInLimits {
    // MARK: From a network that the account has not signed in from

    /// One account from one network.
    package static let accountAtNewNetwork = RateLimit(burst: 20, refill: 60)
    /// One account from all such networks together: what a thousand machines get, that share the work of guessing it.
    package static let accountAtNewNetworks = RateLimit(burst: 100, refill: 60)
    /// All accounts of a workspace.
    package static let workspace = RateLimit(burst: 1_000, refill: 1)
    /// One network, over all accounts of all workspaces.
    package static let newNetwork = RateLimit(burst: 300, refill: 10)
    /// All networks, accounts and workspaces.
    package static let everybody = RateLimit(burst: 5_000, refill: 0.1)

    // MARK: From a network that it has signed in from

    /// One account from one network. 100 is the most that SP 800-63B-4 section 3.2.2 lets fail in a row.
    package static let accountAtKnownNetwork = RateLimit(burst: 100, refill: 60)
    /// One network, over all accounts that know it.
    package static let knownNetwork = RateLimit(burst: 300, refill: 10)

    /// All of them.
    package static let all = [
        accountAtNewNetwork, accountAtNewNetworks, workspace, newNetwork, everybody, accountAtKnownNetwork,
        knownNetwork,
    ]
}
