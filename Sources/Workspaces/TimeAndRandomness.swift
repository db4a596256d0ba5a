package import FoundationEssentials

/// The wall clock, handed in by whoever composes the program, so that time is a parameter everywhere else.
package protocol WallClock: Sendable {
    var now: Date { get }
    /// Suspends until the clock shows `moment`.
    func sleep(until moment: Date) async throws
}

/// A source of cryptographically strong random bytes, handed in likewise.
package protocol RandomSource: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

extension RandomSource {
    /// A random UUID (version 4, RFC 9562 section 5.4).
    package func uuid() -> UUID {
        var b = bytes(16)
        b[6] = b[6] & 0x0F | 0x40
        b[8] = b[8] & 0x3F | 0x80
        return UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            )
        )
    }
}

extension Date {
    /// Whole seconds since 1970, as tokens count them, rounded down.
    package var unixSeconds: Int { Int(timeIntervalSince1970.rounded(.down)) }

    package init(unixSeconds: Int) {
        self.init(timeIntervalSince1970: Double(unixSeconds))
    }
}
