/// Arithmetic modulo the order of P-256's group, as far as tests need it.
enum P256Order {
    /// n of FIPS 186-5, big-endian.
    static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    /// n - value, for a value below n.
    static func negate(_ value: [UInt8]) -> [UInt8] {
        var borrow = 0
        var difference = [UInt8](repeating: 0, count: 32)
        for place in (0..<32).reversed() {
            let digit = Int(order[place]) - Int(value[place]) - borrow
            borrow = digit < 0 ? 1 : 0
            difference[place] = UInt8(digit + borrow * 256)
        }
        return difference
    }
}
