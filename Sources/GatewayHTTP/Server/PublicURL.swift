/// The address that people and other systems see: the issuer of our tokens, and what every link is built from. Nothing of
/// a request takes part in it (attacks 5.7 #73).
package struct PublicURL: Sendable, Hashable, CustomStringConvertible {
    /// Why a text is not such an address.
    package enum Flaw: Error, Equatable, Sendable {
        /// Neither `https://…` nor `http://…`.
        case scheme
        /// http on a host that is not loopback: tokens and passwords would cross the network in clear.
        case plaintext
        /// User information, a path, a query or a fragment.
        case notAnOrigin
        /// Not a name in lower case, an address, or a port.
        case host
    }

    /// Without a slash at the end, and without the scheme's own port; also the origin that browsers send.
    package let description: String
    /// The name or address alone.
    package let host: String
    /// What the Host header must be.
    package let authority: String
    package let isSecure: Bool

    package init(_ text: String) throws(Flaw) {
        let isSecure = text.utf8.starts(with: "https://".utf8)
        guard isSecure || text.utf8.starts(with: "http://".utf8) else { throw .scheme }
        var rest = text.utf8.dropFirst(isSecure ? "https://".utf8.count : "http://".utf8.count)
        if rest.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        guard !rest.contains(where: { "/?#@\\".utf8.contains($0) }) else { throw .notAnOrigin }
        guard let (host, port) = Self.split(String(Substring(rest))) else { throw .host }
        guard isSecure || Self.isLoopback(host) else { throw .plaintext }
        self.host = host
        let isOwnPort = port == nil || port == (isSecure ? 443 : 80)
        authority = isOwnPort ? host : "\(host):\(port ?? 0)"
        description = "\(isSecure ? "https" : "http")://\(authority)"
        self.isSecure = isSecure
    }

    /// The address of one of our own paths.
    package func appending(_ path: String) -> String { description + path }

    private static func split(_ text: String) -> (host: String, port: Int?)? {
        let host: Substring
        let rest: Substring
        if text.utf8.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: "]"),
                IPAddress(String(text[text.index(after: text.startIndex)..<end])) != nil
            else { return nil }
            host = text[...end]
            rest = text[text.index(after: end)...]
        } else {
            host = text.prefix { $0 != ":" }
            rest = text.dropFirst(host.count)
            guard isName(host) else { return nil }
        }
        guard !rest.isEmpty else { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", (1...5).contains(digits.utf8.count), digits.utf8.first != UInt8(ascii: "0"),
            digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        return (String(host), port)
    }

    /// Lower-case letters, digits, hyphens and single dots: labels of 1 to 63 bytes (RFC 1035 section 2.3.1).
    private static func isName(_ host: Substring) -> Bool {
        host.utf8.count <= 253
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                            UInt8(ascii: "-"):
                            true
                        default: false
                        }
                    }
            }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        return IPAddress(host)?.bytes.first == 127 && IPAddress(host)?.bytes.count == 4
    }
}
