package import FoundationEssentials

/// How far the clocks of two nodes may be apart.
///
/// A token says by its issuer's clock when it was issued, an entry of a revocation by the revoker's up to when it reaches.
/// So an entry reaches further than the revoker's clock by ``tolerated``, and whoever issues waits until past it. A node whose
/// clock is further off than half of it from the control database's is not ready: between any two that serve it holds.
package enum ClockSkew {
    /// Between two nodes, in seconds.
    package static let tolerated: TimeInterval = 1
    /// Between a node and the control database, in seconds.
    package static let toleratedByDatabase: TimeInterval = tolerated / 2

    /// How many seconds at least a clock is off, of which the other clock's `reading` was taken between `before` and `after`:
    /// the time that the question took is nobody's fault.
    package static func least(reading: Date, between before: Date, and after: Date) -> TimeInterval {
        max(0, before.timeIntervalSince(reading), reading.timeIntervalSince(after))
    }
}
