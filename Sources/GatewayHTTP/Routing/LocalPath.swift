import Encoding

/// An address on this server alone, with or without a query: safe to send a browser to.
///
/// One leading slash and then no second and no backslash, so that no browser reads another host out of it; printable ASCII
/// only, so that it can't end a header line (attacks 5.7 #75). Whoever wants to go elsewhere is sent nowhere.
package struct LocalPath: Sendable, Hashable, CustomStringConvertible {
    /// Long enough for every address of ours with its query.
    package static let maximumBytes = 1_024

    package let description: String

    /// nil where `text` is not such an address.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= Self.maximumBytes,
            bytes.count == 1 || bytes[1] != UInt8(ascii: "/"),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") })
        else { return nil }
        let path = bytes.prefix { $0 != UInt8(ascii: "?") }
        guard LiteralPath(Array(path)) != nil else { return nil }
        description = text
    }

    /// The same path with `name=value` in its query.
    package func adding(_ name: String, _ value: String) -> LocalPath {
        let separator = description.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        let added = "\(description)\(separator)\(PercentCoding.encode(name.utf8))=\(PercentCoding.encode(value.utf8))"
        return LocalPath(added) ?? self
    }
}
