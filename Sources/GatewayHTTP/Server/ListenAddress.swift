import Hummingbird

/// Where to listen: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Where the service listens, and health and metrics, unless it is told otherwise.
    package static let service = ListenAddress(host: "127.0.0.1", port: 8_080)
    package static let management = ListenAddress(host: "127.0.0.1", port: 9_000)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// nil where host or port is missing. Port 0 lets the system choose.
    package init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let host = text[..<colon]
        let digits = text[text.utf8.index(after: colon)...]
        guard !host.isEmpty, (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            self.host = String(host.dropFirst().dropLast())
            guard IPAddress(self.host) != nil else { return nil }
        } else {
            guard !host.contains(where: { ":[]/@ ".contains($0) }) else { return nil }
            self.host = String(host)
        }
        self.port = port
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    var bindAddress: BindAddress { .hostname(host, port: port) }
}
