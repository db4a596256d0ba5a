package import FoundationEssentials

/// How many tries a counter lets through: `burst` at once after a long rest, then one each `refill`.
///
/// It is the generic cell rate algorithm (ITU-T I.371 annex A): all that is kept of a counter is when its next try is free.
/// So there is no window at whose edge the double is let through, and nobody is shut out longer than `refill`.
package struct RateLimit: Sendable, Hashable {
    /// The longest that any limit needs to come to rest, in seconds; a counter that was last used longer ago is as good as
    /// none. A test holds every limit to it.
    package static let longestMemory: TimeInterval = 86_400

    /// Tries that may come at once; at least 1.
    package let burst: Int
    /// Seconds until one more try is free.
    package let refill: TimeInterval

    package init(burst: Int, refill: TimeInterval) {
        self.burst = burst
        self.refill = refill
    }

    /// The most tries that any stretch of time of that length sees.
    ///
    /// - Parameter seconds: the stretch's length; its last moment does not belong to it.
    package func most(within seconds: TimeInterval) -> Int {
        burst + Int((seconds / refill).rounded(.up)) - 1
    }

    /// When the next try is free, after one at `now`; nil where that one is refused. PostgreSQL computes the same where the
    /// counter is, in one statement, which a test compares with this.
    ///
    /// - Parameter nextFreeAt: what the counter holds; nil where there is none yet.
    package func taking(at now: Date, nextFreeAt: Date?) -> Date? {
        guard let nextFreeAt else { return nextFree(afterFirstAt: now) }
        guard nextFreeAt <= now else { return nil }
        return max(nextFreeAt + refill, nextFree(afterFirstAt: now))
    }

    /// When the next try is free after the first one of a counter at rest: in the past, as long as the burst lasts.
    package func nextFree(afterFirstAt now: Date) -> Date {
        now - Double(burst - 2) * refill
    }
}
