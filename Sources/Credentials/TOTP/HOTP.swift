import Crypto

/// The HMAC-based one-time password (RFC 4226).
enum HOTP {
    /// The value of that counter: 31 bits, taken from the HMAC where its last four bits say (section 5.3, dynamic
    /// truncation).
    static func truncated(_ key: [UInt8], counter: UInt64) -> UInt32 {
        let message = (0..<8).reversed().map { UInt8(truncatingIfNeeded: counter >> (8 * UInt64($0))) }
        let code = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        let offset = Int(code[code.count - 1] & 0x0F)
        return code[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    }

    /// Its last decimal digits as ASCII, with the zeros in front.
    static func digits(_ key: [UInt8], counter: UInt64, count: Int) -> [UInt8] {
        var rest = truncated(key, counter: counter)
        var digits: [UInt8] = []
        for _ in 0..<count {
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        return digits.reversed()
    }
}
