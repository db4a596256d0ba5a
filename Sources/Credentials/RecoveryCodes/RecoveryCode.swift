import Encoding
package import Secrets

/// One of the codes that a person keeps on paper for the day on which the other factors are gone. Each is good once.
///
/// 80 random bits, so that a fast hash is enough at rest (attacks 5.2 #18): nobody tries 2^80 of them.
package struct RecoveryCode: Sendable {
    /// How many a person has at a time; they are replaced as a set.
    package static let setCount = 10
    /// Random bytes of one.
    package static let byteCount = 10
    /// Bytes of what may be typed: ``text`` with spaces around and between its groups.
    package static let maximumTypedBytes = 64
    /// Four groups of four letters are as many as one can copy without losing one's place.
    private static let groupLetters = 4

    private let bytes: [UInt8]

    /// - Parameter bytes: random; nil where they are not ``byteCount``.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The code that somebody typed: letters of either case, hyphens and spaces wherever they like; nil for all else.
    package init?(typed text: String) {
        guard text.utf8.count <= Self.maximumTypedBytes else { return nil }
        let letters = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        guard let bytes = try? Base32.decode(String(decoding: letters, as: UTF8.self)) else { return nil }
        self.init(bytes)
    }

    /// As it is shown, once: `ABCD-EFGH-IJKL-MNOP`.
    package var text: Secret<String> {
        let letters = Array(Base32.encode(bytes))
        return Secret(
            stride(from: 0, to: letters.count, by: Self.groupLetters)
                .map { String(letters[$0..<min($0 + Self.groupLetters, letters.count)]) }
                .joined(separator: "-")
        )
    }

    /// What is stored of it.
    package var hash: SecretHash { SecretHash(of: bytes) }
}
