/// A `kid`: names a key within a set (RFC 7515 section 4.1.4). Compared by its bytes, case and all.
public struct KeyIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// Longest identifier in bytes. RFC 7638 thumbprints have 43; providers in the wild stay below 100.
    public static let maximumBytes = 256

    /// The identifier as it stands in `kid`. Being ASCII, it equals another exactly when the bytes are the same.
    public let text: String

    /// An identifier of 1 to ``maximumBytes`` visible ASCII characters.
    ///
    /// Throws ``JOSEError/malformedKeyIdentifier`` for anything else. An identifier is looked up in a map and nowhere
    /// else, so paths, SQL and addresses in it are just names that no key has.
    public init(_ text: String) throws(JOSEError) {
        let bytes = text.utf8
        // 0x21 to 0x7E: no white space, no control character, and nothing that Unicode could fold.
        guard !bytes.isEmpty, bytes.count <= Self.maximumBytes, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .malformedKeyIdentifier
        }
        self.text = text
    }

    /// The thumbprint of a key: the base64url text of a SHA-256 digest, which always is a valid identifier.
    init(thumbprint: String) {
        text = thumbprint
    }

    /// The identifier itself; it is no secret.
    public var description: String { text }
}
