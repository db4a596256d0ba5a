/// How many connections a pool has in which state, and how many wait for one.
package struct PoolStatistics: Sendable, Equatable {
    package var leased = 0
    package var idle = 0
    package var opening = 0
    package var closing = 0
    package var waiting = 0
    /// Connections that were lent since the start.
    package var leases = 0
    /// Time that all who were lent one have waited for it, together.
    package var waited: Duration = .zero
    /// How long nobody was lent a connection though somebody waited all the time; zero where nobody waits.
    package var stalled: Duration = .zero

    package init() {}

    /// What counts against the cap.
    package var total: Int { leased + idle + opening + closing }

    package static func + (left: PoolStatistics, right: PoolStatistics) -> PoolStatistics {
        var sum = left
        sum.leased += right.leased
        sum.idle += right.idle
        sum.opening += right.opening
        sum.closing += right.closing
        sum.waiting += right.waiting
        sum.leases += right.leases
        sum.waited += right.waited
        sum.stalled = max(left.stalled, right.stalled)
        return sum
    }
}
