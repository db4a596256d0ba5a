/// An IP address, read strictly: one spelling of an IPv4 address, RFC 4291 for IPv6, and nothing around it.
///
/// An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, what a dual-stack socket reports) is the IPv4 address, so that no rule
/// about the one is passed by the other (attacks 5.7 #72).
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes (IPv4) or 16 (IPv6), in network order.
    package let bytes: [UInt8]

    /// nil for everything but an address: with a port, a zone, brackets, spaces, leading zeros or octal numbers.
    package init?(_ text: String) {
        // The longest spelling: eight groups of four digits, the last two as IPv4 (RFC 4291 section 2.2).
        guard text.utf8.count <= 45 else { return nil }
        if let four = Self.fourBytes(text.utf8[...]) {
            bytes = four
        } else if let sixteen = Self.sixteenBytes(Array(text.utf8)) {
            bytes = sixteen.starts(with: Self.mappedPrefix) ? Array(sixteen.suffix(4)) : sixteen
        } else {
            return nil
        }
    }

    /// The canonical spelling (RFC 5952 for IPv6).
    package var description: String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let zeros = Self.longestZeros(in: groups)
        let head = groups[..<zeros.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        guard zeros.count > 1 else { return groups.map { String($0, radix: 16) }.joined(separator: ":") }
        let tail = groups[zeros.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return "\(head)::\(tail)"
    }

    /// The network that counts as one sender: an IPv4 address by itself; of an IPv6 address the first 64 bits, the least
    /// that a provider gives to a customer, who then has all addresses in it (RFC 6177 section 2, attacks 5.1 #5).
    package var network: String {
        guard bytes.count == 16 else { return description }
        return "\(IPAddress(bytes: Array(bytes.prefix(8)) + [UInt8](repeating: 0, count: 8)))/64"
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func longestZeros(in groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest
    }

    /// Four decimal numbers up to 255 without leading zeros, which others read as octal.
    private static func fourBytes(_ text: Substring.UTF8View) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
                let byte = UInt8(String(Substring(part)))
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func sixteenBytes(_ text: [UInt8]) -> [UInt8]? {
        let gap = gaps(in: text)
        guard gap.count <= 1 else { return nil }
        guard let place = gap.first else {
            guard let all = groups(text[...]), all.count == 16 else { return nil }
            return all
        }
        guard let head = place == 0 ? [] : groups(text[..<place], endsAddress: false),
            let tail = place + 2 == text.count ? [] : groups(text[(place + 2)...])
        else { return nil }
        // The gap stands for at least one group (RFC 4291 section 2.2 point 2, as RFC 5952 section 4.2.2 reads it).
        guard head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Where `::` begins; `:::` counts twice.
    private static func gaps(in text: [UInt8]) -> [Int] {
        text.indices.dropLast().filter { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// Groups of one to four hexadecimal digits; the last two of an address may be an IPv4 address.
    private static func groups(_ text: ArraySlice<UInt8>, endsAddress: Bool = true) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if endsAddress, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let four = fourBytes(String(decoding: part, as: UTF8.self).utf8[...]) else { return nil }
                bytes += four
                continue
            }
            guard (1...4).contains(part.count), part.allSatisfy(isHexDigit),
                let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
