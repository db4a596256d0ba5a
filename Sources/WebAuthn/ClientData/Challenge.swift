import Encoding

/// What makes one ceremony different from all others: random bytes that are answered once.
///
/// Who keeps it owes that it is taken at most once, in its own session, for its own user and ceremony, and in time.
package struct Challenge: Sendable, Equatable {
    /// Least bytes (WebAuthn Level 3 section 13.4.3: "SHOULD therefore be at least 16 bytes long").
    package static let leastBytes = 16
    /// The bytes of a challenge of ours.
    package static let bytes = 32

    package let bytes: [UInt8]

    /// A challenge of fresh randomness; nil where there is too little of it.
    package init?(random bytes: [UInt8]) {
        guard bytes.count >= Self.leastBytes else { return nil }
        self.bytes = bytes
    }

    /// A challenge that somebody else made, of any length. It may be compared with a recorded reply, and never be sent out.
    package init(recorded bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// base64url, as client data and the JSON forms have it.
    package var text: String { Base64URL.encode(bytes) }
}
