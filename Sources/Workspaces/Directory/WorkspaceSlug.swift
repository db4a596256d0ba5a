/// A workspace's name in addresses: 2 to 40 lower-case ASCII letters, digits and single inner hyphens, beginning with a
/// letter. Immutable, and never used again once a workspace has had it.
package struct WorkspaceSlug: Hashable, Sendable, CustomStringConvertible {
    /// A DNS label holds 63; 40 leaves room for what is put before or behind it.
    package static let lengths = 2...40
    /// Words that read as ours rather than as a customer's.
    package static let reserved: Set<String> = [
        "admin", "api", "app", "assets", "auth", "health", "help", "login", "metrics", "oauth2", "ontrackio", "openapi",
        "operator", "root", "saml", "scim", "sign-in", "sign-out", "static", "status", "support", "system",
        "well-known",
        "www",
    ]

    package let description: String

    /// nil where `text` is not a slug or is reserved.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard Self.lengths.contains(bytes.count), !Self.reserved.contains(text),
            let first = bytes.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z"),
            bytes.last != UInt8(ascii: "-")
        else { return nil }
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != byte: break
            default: return nil
            }
            previous = byte
        }
        description = text
    }
}
