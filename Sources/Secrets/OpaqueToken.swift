import Crypto
import Encoding

/// What an opaque token is for. The kinds never cross: a token of one is refused at every other door.
package enum OpaqueTokenKind: String, Sendable, CaseIterable {
    case refresh = "ogr"
    case api = "oga"
    case scim = "ogs"
    case invitation = "ogi"
    case passwordReset = "ogp"
    case authorizationCode = "ogc"
    case session = "ogb"
    /// A sign-in that has begun and waits for its next step.
    case signInTransaction = "ogt"
    /// A passkey's challenge that waits for its answer.
    case passkeyCeremony = "ogw"
    case clientSecret = "ogk"
}

/// An opaque token: `<kind>_<workspace><secret><checksum>` in lower-case hex, where `workspace` is the workspace's id (16
/// bytes, zero for tokens of the platform), `secret` 32 random bytes and `checksum` the first 4 bytes of the SHA-256 of
/// all before it.
///
/// A glance, or a leak scanner, tells what it is; a typing error costs no query; a global address finds the database.
/// Only ``hash`` is stored.
package struct OpaqueToken: Sendable {
    /// Bytes of randomness in a token.
    package static let secretBytes = 32
    private static let workspaceBytes = 16
    private static let checksumBytes = 4

    package let kind: OpaqueTokenKind
    /// 16 bytes.
    package let workspace: [UInt8]
    private let secret: [UInt8]

    /// - Parameters:
    ///   - workspace: the id's 16 bytes; anything else is a programming error and makes a token that no door parses.
    ///   - secret: 32 random or derived bytes.
    package init(kind: OpaqueTokenKind, workspace: [UInt8], secret: [UInt8]) {
        self.kind = kind
        self.workspace = workspace
        self.secret = secret
    }

    /// The token that `text` spells; nil where kind, length, alphabet or checksum are not those of a token of that kind.
    package init?(parsing text: String, as kind: OpaqueTokenKind) {
        let prefix = "\(kind.rawValue)_"
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        let body = text.utf8.dropFirst(prefix.utf8.count)
        guard body.count == 2 * (Self.workspaceBytes + Self.secretBytes + Self.checksumBytes),
            !body.contains(where: { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "F") }),
            let bytes = try? Hex.decode(String(Substring(body)))
        else { return nil }
        let workspace = Array(bytes[..<Self.workspaceBytes])
        let secret = Array(bytes[Self.workspaceBytes..<(Self.workspaceBytes + Self.secretBytes)])
        guard Array(bytes.suffix(Self.checksumBytes)) == Self.checksum(kind, workspace, secret) else { return nil }
        self.init(kind: kind, workspace: workspace, secret: secret)
    }

    /// The token as its holder carries it.
    package var text: Secret<String> {
        let body = workspace + secret + Self.checksum(kind, workspace, secret)
        return Secret("\(kind.rawValue)_\(Hex.encode(body))")
    }

    /// What is stored of it.
    package var hash: SecretHash { SecretHash(of: text) }

    /// The token that follows this one: its secret is derived from this one's under `key` (HMAC-SHA-256), so that the
    /// same spent token always leads to the same successor, and only we can tell which.
    package func successor(under key: Secret<[UInt8]>) -> OpaqueToken {
        let message = Array("successor/\(kind.rawValue)/".utf8) + workspace + secret
        let derived = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key.expose()))
        return OpaqueToken(kind: kind, workspace: workspace, secret: Array(derived))
    }

    private static func checksum(_ kind: OpaqueTokenKind, _ workspace: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array(kind.rawValue.utf8) + workspace + secret).prefix(checksumBytes))
    }
}
