import Crypto
package import FoundationEssentials
package import Secrets

/// Which counter: 128 bits of a digest under a key of ours. Whoever has the table alone can't tell whose tries it counts.
package struct ThrottleKey: Hashable, Sendable {
    package let rawValue: UUID

    fileprivate init(rawValue: UUID) { self.rawValue = rawValue }
}

/// A counter with the limit that it is held to.
package struct ThrottleCounter: Hashable, Sendable {
    package let key: ThrottleKey
    package let limit: RateLimit
}

/// Names counters, under a key derived from the app key.
///
/// With a new app key in front all counters begin anew. What they hold is an hour's memory, and whoever may change the app
/// key is not whom they are there to stop.
package struct ThrottleKeys: Sendable {
    private let key: SymmetricKey

    package init(_ sealing: Sealing) {
        key = SymmetricKey(data: sealing.derivedKey(for: "throttle-counters").expose())
    }

    /// The counter of that purpose about these things.
    ///
    /// - Parameter parts: each with its length before it, so that no two lists of parts spell the same bytes.
    package func counter(_ purpose: String, _ parts: [UInt8]..., limit: RateLimit) -> ThrottleCounter {
        var code = HMAC<SHA256>(key: key)
        for part in [Array(purpose.utf8)] + parts {
            code.update(data: (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (8 * $0)) })
            code.update(data: part)
        }
        let b = Array(code.finalize())
        return ThrottleCounter(
            key: ThrottleKey(
                rawValue: UUID(
                    uuid: (
                        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
                        b[15]
                    )
                )
            ),
            limit: limit
        )
    }
}
