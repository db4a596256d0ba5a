package import FoundationEssentials

/// When signing keys take their next step, told from the keys as they are stored.
package enum SigningKeySchedule {
    /// How long a key signs until the schedule lets the next one, in seconds: 30 days.
    package static let period: TimeInterval = 30 * 86_400
    /// A key is published so long before it signs, in seconds: twice what a reader may keep the set of keys for.
    package static let publishedBeforeUse: TimeInterval = 600
    /// A retired key is published while a token that it signed may still be good, in seconds: an access token's life, the
    /// leeway of clocks, and what a verifier's cache holds on to.
    package static let publishedAfterRetirement: TimeInterval = 3_600

    /// Whether the active key has signed for ``period``. The next key was made when the active one began, so its age tells.
    package static func rotationIsDue(_ keys: [SigningKeyRecord], at now: Date) -> Bool {
        guard let next = keys.first(where: { $0.state == .next }) else { return false }
        return next.createdAt + period <= now
    }

    /// From when on whoever reads the keys knows the next one; the distant past where there is none to know.
    package static func nextKeyIsKnown(in keys: [SigningKeyRecord]) -> Date {
        keys.first { $0.state == .next }.map { $0.createdAt + publishedBeforeUse } ?? .distantPast
    }

    /// Retired keys that retired before this moment have no good token left.
    package static func forgettable(at now: Date) -> Date { now - publishedAfterRetirement }

    /// Whether anything is due at `now`.
    package static func isDue(_ keys: [SigningKeyRecord], at now: Date) -> Bool {
        rotationIsDue(keys, at: now)
            || keys.contains { $0.state == .retired && ($0.retiredAt ?? .distantFuture) < forgettable(at: now) }
    }
}
