/// Reed-Solomon error correction over GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004 section 7.5.2).
enum ReedSolomon {
    /// Powers of the generator 2, and their inverse.
    private static let field: (powers: [UInt8], logarithms: [Int]) = {
        var powers = [UInt8](repeating: 0, count: 255)
        var logarithms = [Int](repeating: 0, count: 256)
        var value = 1
        for exponent in 0..<255 {
            powers[exponent] = UInt8(value)
            logarithms[value] = exponent
            value <<= 1
            if value > 255 { value ^= 0x11D }
        }
        return (powers, logarithms)
    }()

    static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        guard a != 0, b != 0 else { return 0 }
        return field.powers[(field.logarithms[Int(a)] + field.logarithms[Int(b)]) % 255]
    }

    /// The coefficients of (x - 2^0)(x - 2^1)…, the highest first and without the leading 1 (annex A).
    static func generator(degree: Int) -> [UInt8] {
        var coefficients: [UInt8] = [1]
        for exponent in 0..<degree {
            let root = field.powers[exponent]
            let shifted = coefficients + [0]
            coefficients = shifted.enumerated().map { index, value in
                index == 0 ? value : value ^ product(coefficients[index - 1], root)
            }
        }
        return Array(coefficients.dropFirst())
    }

    /// The remainder of `data` shifted by the generator's degree, divided by the generator.
    static func correction(of data: some Sequence<UInt8>, by generator: [UInt8]) -> [UInt8] {
        var remainder = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ remainder[0]
            let shifted = remainder.dropFirst() + [0]
            remainder = zip(shifted, generator).map { $0 ^ product($1, factor) }
        }
        return remainder
    }
}
