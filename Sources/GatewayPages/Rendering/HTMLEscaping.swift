/// Makes text harmless in HTML, between tags and in quoted attributes (attacks 5.7 #77).
///
/// Byte by byte: Swift's characters join a quote with a combining mark behind it (or a prepended one before it) into
/// something that no longer equals a quote, while a browser goes on seeing the quote.
enum HTMLEscaping {
    static func escape(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            case UInt8(ascii: "`"): out += "&#96;".utf8
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
