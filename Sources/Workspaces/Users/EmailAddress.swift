/// A mail address as we take it: printable ASCII, one `@`, 3 to 254 bytes.
///
/// Letters outside ASCII are refused rather than folded: Unicode's case rules turn the Kelvin sign into `k` and the long s
/// into `S`, so that two addresses of different people would meet (attacks 5.1 #7).
package struct EmailAddress: Sendable, CustomStringConvertible {
    /// RFC 5321 section 4.5.3.1: a path of 256 bytes with its two brackets; a local part of 64.
    package static let maximumBytes = 254
    package static let maximumLocalBytes = 64

    /// As it was written.
    package let description: String
    /// What is compared and unique: the same with ASCII letters in lower case.
    package let key: String
    /// The part behind the `@`, in lower case.
    package let domain: String

    /// nil where `text` is not such an address.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumBytes, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...Self.maximumLocalBytes).contains(parts[0].count),
            !parts[0].contains(where: { Array(#""(),:;<>[\]"#.utf8).contains($0) }),
            Self.isDomain(parts[1])
        else { return nil }
        description = text
        key = Self.key(of: text)
        domain = String(decoding: key.utf8.suffix(parts[1].count), as: UTF8.self)
    }

    /// The text, which may be a part of an address, with ASCII letters in lower case.
    package static func key(of text: String) -> String {
        let folded = text.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        return String(decoding: folded, as: UTF8.self)
    }

    /// Letters, digits and inner hyphens in labels of 1 to 63 bytes (RFC 1035 section 2.3.1).
    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}

extension EmailAddress: Hashable {
    package static func == (a: EmailAddress, b: EmailAddress) -> Bool { a.key.utf8.elementsEqual(b.key.utf8) }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
