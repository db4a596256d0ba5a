internal import Encoding

/// The name of a SAML system: an identity provider's, or ours (SAML Core 2.0, section 8.3.6).
///
/// Two names are the same when their bytes are; nothing is normalised, trimmed or case-folded (attacks 0, rule 9).
package struct EntityID: Sendable, Hashable, CustomStringConvertible {
    /// The name as the metadata writes it.
    package let text: String

    /// SAML Core 2.0, section 8.3.6: "not more than 1024 characters in length"; counted in bytes here.
    package static let mostBytes = 1_024

    /// Nil for an empty name, one of more than ``mostBytes``, or one with control characters or blanks.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.mostBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        self.text = text
    }

    package var description: String { text }

    /// Whether the text names this entity, byte for byte.
    package func isNamed(by other: String) -> Bool { text.hasSameBytes(as: other) }

    package static func == (one: EntityID, other: EntityID) -> Bool { one.text.hasSameBytes(as: other.text) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
