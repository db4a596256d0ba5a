import FoundationEssentials

/// Time and randomness, made from the system's here and handed to whoever needs them.
struct SystemSources: Sendable {
    var now: @Sendable () -> Date
    /// That many cryptographically strong random bytes.
    var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    static let system = SystemSources(
        // Whole milliseconds, so that what is answered now is what is read later.
        now: { Date(timeIntervalSince1970: (Date().timeIntervalSince1970 * 1_000).rounded(.down) / 1_000) },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    )

    /// A UUID of version 4 (RFC 9562 section 5.4): random.
    func randomID() -> UUID { Self.uuid(randomBytes(16), version: 4) }

    /// A UUID of version 7 (RFC 9562 section 5.7): sorts by the millisecond in which it was made.
    func timeOrderedID() -> UUID {
        let milliseconds = UInt64(max(0, now().timeIntervalSince1970 * 1_000))
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        return Self.uuid(time + randomBytes(10), version: 7)
    }

    private static func uuid(_ bytes: [UInt8], version: UInt8) -> UUID {
        var b = bytes
        b[6] = b[6] & 0x0F | version << 4
        b[8] = b[8] & 0x3F | 0x80
        return UUID(
            uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15])
        )
    }
}

extension UUID {
    /// Lower case, as every address and answer has it.
    var text: String { uuidString.lowercased() }

    /// The id that `text` spells in lower case; one spelling only.
    init?(text: String) {
        guard let id = UUID(uuidString: text), Array(id.text.utf8) == Array(text.utf8) else { return nil }
        self = id
    }
}

extension Date {
    /// RFC 3339 in UTC, to the nearest millisecond. The format alone cuts off, and binary fractions lie just below as often
    /// as just above.
    var text: String {
        addingTimeInterval(0.000_5).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
