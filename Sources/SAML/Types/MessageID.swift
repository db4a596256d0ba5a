internal import Encoding

/// The `ID` of a protocol message or of an assertion, restricted to a subset of NCName that no two parsers read differently:
/// an ASCII letter or `_`, then ASCII letters, digits, `_`, `-`, `.`; at most 256 bytes (attacks 1.2 #41).
package struct MessageID: Sendable, Hashable, CustomStringConvertible {
    /// The identifier, ASCII.
    package let text: String

    /// The longest identifier that is read; the ones in use have 22 to 100 bytes.
    package static let mostBytes = 256

    /// Bytes of randomness in an identifier of ours; SAML Core 2.0, section 1.3.4, asks for 128 bits at least.
    package static let randomBytes = 20

    package init?(_ text: String) {
        guard let first = text.utf8.first, text.utf8.count <= Self.mostBytes else { return nil }
        guard Self.isLetter(first) || first == UInt8(ascii: "_") else { return nil }
        guard text.utf8.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) || Self.marks.contains($0) }) else {
            return nil
        }
        self.text = text
    }

    /// An identifier of our own from ``randomBytes`` random bytes that the caller brings.
    package init(random: [UInt8]) {
        text = "_" + Hex.encode(random)
    }

    package var description: String { text }

    private static let marks: [UInt8] = [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
