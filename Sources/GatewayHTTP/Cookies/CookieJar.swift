package import HTTPTypes

/// The cookies of a request, read strictly (RFC 6265 section 4.1.1, what well-behaved servers set).
///
/// A name that stands twice has no value here: which of two a server takes is what cookie tossing plays with (attacks 5.3
/// #20). Neither has one whose value is not of the grammar (quotes, bytes outside ASCII). Names that none of ours looks
/// like (`$Version`) are passed over: they may be somebody else's on the same host.
package struct CookieJar: Sendable {
    /// RFC 6265 section 6.1: 4,096 bytes for a cookie; all together we read four times that.
    package static let maximumBytes = 4_096
    package static let maximumTotalBytes = 16_384
    package static let maximumCount = 64

    /// nil is the mark of a name that stood twice or has a bad value.
    private let values: [String: String?]
    /// In the order in which the browser sent them: the oldest first (RFC 6265 section 5.4).
    package let names: [String]

    package init(_ headers: HTTPFields) {
        var values: [String: String?] = [:]
        var names: [String] = []
        let fields = headers[values: .cookie]
        if fields.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumTotalBytes {
            for field in fields {
                for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                    let pair = pair.drop { $0 == UInt8(ascii: " ") }
                    guard names.count < Self.maximumCount, pair.count <= Self.maximumBytes,
                        let equals = pair.firstIndex(of: UInt8(ascii: "="))
                    else { continue }
                    let name = String(decoding: pair[..<equals], as: UTF8.self)
                    let value = pair[pair.index(after: equals)...]
                    guard Self.isName(name) else { continue }
                    let isPlain = value.allSatisfy(Self.isValueByte)
                    if values[name] == nil { names.append(name) }
                    let isFirst = values[name] == nil
                    values[name] = .some(isFirst && isPlain ? String(decoding: value, as: UTF8.self) : nil)
                }
            }
        }
        self.values = values
        self.names = names
    }

    /// The value of the one cookie of that name; nil where there is none, or more than one.
    package subscript(name: String) -> String? { values[name] ?? nil }

    /// A token of RFC 9110 section 5.6.2, as our names are: letters, digits, hyphen and underscore.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// cookie-octet of RFC 6265 section 4.1.1: no controls, space, quote, comma, semicolon or backslash.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\",;\\".utf8.contains(byte)
    }
}
