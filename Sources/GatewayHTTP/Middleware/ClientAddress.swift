package import HTTPTypes

/// Who is at the other end, where proxies stand in between.
///
/// `X-Forwarded-For` is walked from the right, where the nearest proxy wrote, as long as the address that we stand at is a
/// trusted proxy's (attacks 5.7 #71). What a stranger sends decides nothing; a list that is not one of plain addresses, as
/// far as it is walked, decides nothing either. `Forwarded`, `X-Real-IP` and variants with underscores are not read at all.
package struct ClientAddress: Sendable {
    /// More hops than any chain of proxies has.
    package static let maximumHops = 16

    private let trustedProxies: [AddressRange]

    package init(trustedProxies: [AddressRange]) {
        self.trustedProxies = trustedProxies
    }

    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - headers: the request's.
    /// - Returns: the client's address; the peer's where proxies are not trusted or say nothing that can be read.
    package func resolve(peer: IPAddress, headers: HTTPFields) -> IPAddress {
        var current = peer
        for item in headers[values: .xForwardedFor].joined(separator: ",")
            .split(separator: ",", omittingEmptySubsequences: false).reversed().prefix(Self.maximumHops)
        {
            guard trustedProxies.contains(where: { $0.contains(current) }) else { return current }
            guard let next = IPAddress(Self.trimmed(item)) else { return peer }
            current = next
        }
        return current
    }

    /// Without the spaces and tabs that may stand around an item of a list (RFC 9110 section 5.6.1).
    private static func trimmed(_ item: Substring) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let rest = item.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...last])
    }
}
