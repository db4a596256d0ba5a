/// A range of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private let address: IPAddress
    private let prefix: Int

    /// An address alone is the range of that one. nil where the length is missing digits or too long, or where bits behind
    /// the prefix are set: a range that is not what it says is a mistake that nobody should find out in production.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let written = parts.first.map(String.init),
            let address = IPAddress(written)
        else { return nil }
        let bits = address.bytes.count * 8
        var length = bits
        if parts.count == 2 {
            let digits = parts[1]
            guard (1...3).contains(digits.utf8.count), digits.utf8.count == 1 || digits.utf8.first != UInt8(ascii: "0"),
                digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let given = Int(digits)
            else { return nil }
            // A range of mapped addresses is a range of IPv4 addresses.
            let isMapped = address.bytes.count == 4 && written.utf8.contains(UInt8(ascii: ":"))
            length = isMapped ? given - 96 : given
        }
        guard (0...bits).contains(length) else { return nil }
        self.address = address
        prefix = length
        guard (length..<bits).allSatisfy({ address.bytes[$0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }) else { return nil }
    }

    package var description: String { "\(address)/\(prefix)" }

    /// Whether the address is of the same family and within the range.
    package func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = prefix / 8
        guard other.bytes.prefix(whole).elementsEqual(address.bytes.prefix(whole)) else { return false }
        let rest = prefix % 8
        guard rest > 0 else { return true }
        let mask = ~(0xFF >> UInt8(rest)) as UInt8
        return other.bytes[whole] & mask == address.bytes[whole] & mask
    }
}
