/// How a pool gets on: how long its callers wait, and whether anybody is served at all.
struct PoolProgress<Waiter: Hashable & Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant

    private var waitingSince: [Waiter: Instant] = [:]
    /// Since when somebody has waited without anybody being served; nil where nobody waits.
    private var unservedSince: Instant?
    private var leases = 0
    private var waited: Duration = .zero

    mutating func waits(_ waiter: Waiter, at now: Instant) {
        waitingSince[waiter] = now
        if unservedSince == nil { unservedSince = now }
    }

    mutating func lent(to waiter: Waiter, at now: Instant) {
        guard let since = waitingSince.removeValue(forKey: waiter) else { return }
        leases += 1
        waited += now - since
        unservedSince = waitingSince.isEmpty ? nil : now
    }

    mutating func gaveUp(_ waiter: Waiter) {
        waitingSince[waiter] = nil
        if waitingSince.isEmpty { unservedSince = nil }
    }

    func added(to statistics: PoolStatistics, at now: Instant) -> PoolStatistics {
        var sum = statistics
        sum.leases = leases
        sum.waited = waited
        sum.stalled = unservedSince.map { now - $0 } ?? .zero
        return sum
    }
}
