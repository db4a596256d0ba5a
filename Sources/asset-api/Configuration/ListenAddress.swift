import Hummingbird

/// Where to listen: `127.0.0.1:8081`, `[::1]:8081`, `localhost:8081`.
struct ListenAddress: Equatable {
    let host: String
    let port: Int

    static let standard = ListenAddress(host: "127.0.0.1", port: 8_081)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// nil where host or port is missing or no such thing.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let (name, digits) = (text[..<colon], text[text.index(after: colon)...])
        guard (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let port = Int(digits), (1...65_535).contains(port)
        else { return nil }
        let isBracketed = name.hasPrefix("[") && name.hasSuffix("]")
        let host = isBracketed ? name.dropFirst().dropLast() : name
        let allowed =
            isBracketed
            ? "0123456789abcdefABCDEF:." : "0123456789.-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        guard !host.isEmpty, host.allSatisfy(allowed.contains) else { return nil }
        self.init(host: String(host), port: port)
    }

    var bindAddress: BindAddress { .hostname(host, port: port) }
}
