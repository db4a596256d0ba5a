internal import Encoding

/// Which addresses metadata may name. A browser is sent to them, so `javascript:` and its kin must never pass
/// (attacks 1.8 #124).
package enum MetadataAddressRule: Sendable {
    /// https only: the rule of every connection.
    case https
    /// https, and http to loopback: development and tests.
    case httpsOrLoopback
    /// http and https: for inspection, where nobody is sent anywhere.
    case anyHTTP

    /// Bytes of an address; browsers and servers give up at about this length.
    static let mostBytes = 2_048

    private static let loopbackHosts = ["localhost", "127.0.0.1", "[::1]"]

    /// - Throws: `SAML-META-07`.
    func check(_ address: String) throws(SAMLRejection) {
        guard admits(address) else {
            throw SAMLRejection(MetadataRefusals.wrongAddress, detail: SAMLRejection.quote(address))
        }
    }

    private func admits(_ address: String) -> Bool {
        guard address.utf8.count <= Self.mostBytes, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return false
        }
        let isSecure = Self.hasPrefix(address, "https://")
        guard isSecure || Self.hasPrefix(address, "http://") else { return false }
        let rest = address.utf8.dropFirst(isSecure ? 8 : 7)
        // The authority ends at the path, the query or the fragment; WHATWG parsers read a backslash as a slash.
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")), !rest.contains(UInt8(ascii: "\\")) else {
            return false
        }
        switch self {
        case .anyHTTP: return true
        case .https: return isSecure
        case .httpsOrLoopback: return isSecure || Self.isLoopback(authority)
        }
    }

    private static func hasPrefix(_ address: String, _ scheme: String) -> Bool {
        address.utf8.prefix(scheme.utf8.count).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
            .elementsEqual(scheme.utf8)
    }

    private static func isLoopback(_ authority: Substring.UTF8View) -> Bool {
        loopbackHosts.contains { host in
            guard authority.starts(with: host.utf8) else { return false }
            let rest = authority.dropFirst(host.utf8.count)
            return rest.isEmpty || rest.first == UInt8(ascii: ":")
        }
    }
}
