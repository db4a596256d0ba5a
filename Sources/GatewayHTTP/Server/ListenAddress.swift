import Hummingbird

/// Where to listen: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: Int

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
