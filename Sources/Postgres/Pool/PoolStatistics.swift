/// How many connections a pool has in which state, and how many wait for one.
package struct PoolStatistics: Sendable, Equatable {
    package var leased = 0
    package var idle = 0
    package var opening = 0
    package var closing = 0
    package var waiting = 0

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
        return sum
    }
}
