/// Octets written as `%XX` (RFC 3986 section 2.1), in addresses, queries and forms.
package enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Everything but the unreserved characters of RFC 3986 section 2.3 as `%XX`, in upper case.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in Array(bytes) {
            if isUnreserved(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The octets that are meant, `XX` in either case; nil where a `%` begins none.
    package static func decode(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        decode(Array(bytes), plus: UInt8(ascii: "+"))
    }

    /// The same of a name or a value of a query or form, where `+` is a space (WHATWG URL,
    /// application/x-www-form-urlencoded).
    package static func decodeForm(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        decode(Array(bytes), plus: UInt8(ascii: " "))
    }

    /// - Parameter plus: what `+` stands for.
    private static func decode(_ bytes: [UInt8], plus: UInt8) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): out.append(plus)
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        return out
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
