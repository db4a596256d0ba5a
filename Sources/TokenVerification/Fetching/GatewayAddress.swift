/// The public URL of a gateway: issuer of its tokens, and where its keys and its revocation feed are.
public struct GatewayAddress: Sendable, Equatable {
    /// The issuer, byte for byte as tokens carry it.
    public let issuer: String

    /// Why an address is refused.
    public enum Fault: Error, Equatable, Sendable {
        /// Neither https nor, on loopback, http: keys that come in clear can be anybody's.
        case notHTTPS
        /// A query, a fragment, a name and password, white space, or a slash at the end.
        case notPlain
    }

    /// Longest address in bytes.
    private static let maximumBytes = 512

    /// The gateway at `issuer`, such as `https://id.example.com`. Throws ``Fault``.
    public init(_ issuer: String) throws(Fault) {
        let utf8 = Array(issuer.utf8)
        let foreign = Set("?#@\\\"<>^`{|}".utf8)
        guard utf8.count <= Self.maximumBytes, utf8.last != UInt8(ascii: "/"),
            utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !foreign.contains($0) })
        else { throw .notPlain }
        if issuer.hasPrefix("https://") {
            guard issuer.utf8.count > "https://".utf8.count else { throw .notPlain }
        } else {
            guard Self.isLoopback(issuer) else { throw .notHTTPS }
        }
        self.issuer = issuer
    }

    /// Where the public keys are (RFC 8414 leaves the place to the server; ours is fixed).
    var keySetURL: String { issuer + "/.well-known/jwks.json" }

    /// Where the feed of revocations is.
    var revocationsURL: String { issuer + "/.well-known/session-revocations" }

    /// Whether the address is http to this very machine, for development.
    private static func isLoopback(_ issuer: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { host in
            let start = "http://\(host)"
            guard issuer.hasPrefix(start) else { return false }
            let rest = issuer.dropFirst(start.count)
            return rest.isEmpty || rest.first == ":" || rest.first == "/"
        }
    }
}
