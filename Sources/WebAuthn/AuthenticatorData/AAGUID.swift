import Encoding

/// The model of an authenticator: 16 bytes, written as a UUID. All zero where the authenticator does not say.
package struct AAGUID: Sendable, Hashable, CustomStringConvertible {
    /// The length in bytes (WebAuthn Level 3 section 6.5.1).
    static let count = 16

    package let bytes: [UInt8]

    /// The model of exactly 16 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count else { return nil }
        self.bytes = bytes
    }

    /// The model of a UUID's text, in either case.
    package init?(_ text: String) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], let bytes = try? Hex.decode(groups.joined()) else {
            return nil
        }
        self.init(bytes)
    }

    package var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

    /// The UUID in lower case.
    package var description: String {
        let hex = Array(Hex.encode(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
    }
}
