/// Which addresses an application may be sent back to with its answer. An address is compared byte for byte later, so one
/// that can be read in two ways is not taken at all.
enum RedirectURI {
    private static let maximumBytes = 1_024
    /// Digits of the greatest port, 65535.
    private static let maximumPortDigits = 5
    /// RFC 8252 section 7.3, and the name that everybody types.
    private static let loopbackHosts = ["127.0.0.1", "[::1]", "localhost"]

    /// https to any host, http to this machine only, and for native applications a private scheme (RFC 8252 section 7.1).
    static func isAcceptable(_ uri: String, of kind: ApplicationKind) -> Bool {
        let bytes = Array(uri.utf8)
        guard bytes.count <= maximumBytes, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            !bytes.contains(UInt8(ascii: "#")), !bytes.contains(UInt8(ascii: "\\")),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let rest = bytes[(colon + 1)...]
        switch String(decoding: bytes[..<colon], as: UTF8.self) {
        case "https": return authority(of: rest).map { !$0.isEmpty && !$0.hasPrefix(":") } ?? false
        case "http": return authority(of: rest).map(isLoopback) ?? false
        default: return kind == .native && isPrivateScheme(bytes[..<colon])
        }
    }

    /// What stands between `//` and the path; nil where there is none or it names a user, which hides the host from a reader.
    private static func authority(of rest: ArraySlice<UInt8>) -> String? {
        guard rest.starts(with: "//".utf8) else { return nil }
        let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !authority.contains(UInt8(ascii: "@")) else { return nil }
        return String(decoding: authority, as: UTF8.self)
    }

    private static func isLoopback(_ authority: String) -> Bool {
        guard let host = loopbackHosts.first(where: { authority.utf8.starts(with: $0.utf8) }) else { return false }
        let port = authority.utf8.dropFirst(host.utf8.count)
        guard port.first == UInt8(ascii: ":") else { return port.isEmpty }
        let digits = port.dropFirst()
        return (1...maximumPortDigits).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// A reversed domain name, so it has a dot; by RFC 3986 section 3.1 it begins with a letter, and letters, digits and
    /// `+-.` follow. Only lower-case letters, which is how schemes are compared.
    private static func isPrivateScheme(_ scheme: ArraySlice<UInt8>) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard let first = scheme.first, letters.contains(first), scheme.contains(UInt8(ascii: ".")) else {
            return false
        }
        return scheme.allSatisfy { byte in
            letters.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || "+-.".utf8.contains(byte)
        }
    }
}
