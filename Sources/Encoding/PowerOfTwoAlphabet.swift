/// An alphabet of 16, 32 or 64 characters and the bit shuffling that RFC 4648 builds on it.
struct PowerOfTwoAlphabet: Sendable {
    /// Bits that one character carries: 4, 5 or 6.
    let bitsPerCharacter: Int
    private let characters: [UInt8]
    private let values: [UInt8]

    private static let foreign: UInt8 = 0xFF

    init(_ alphabet: StaticString, bitsPerCharacter: Int, foldsCase: Bool = false) {
        self.bitsPerCharacter = bitsPerCharacter
        characters = Array(alphabet.description.utf8)
        var values = [UInt8](repeating: Self.foreign, count: 256)
        for (value, character) in characters.enumerated() {
            values[Int(character)] = UInt8(value)
            if foldsCase, character >= UInt8(ascii: "A"), character <= UInt8(ascii: "Z") {
                values[Int(character | 0x20)] = UInt8(value)
            }
        }
        self.values = values
    }

    func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.underestimatedCount * 8 + bitsPerCharacter - 1) / bitsPerCharacter)
        var pending: UInt32 = 0
        var pendingBits = 0
        let mask = UInt32(1) << UInt32(bitsPerCharacter) - 1
        for byte in bytes {
            pending = (pending << 8) | UInt32(byte)
            pendingBits += 8
            while pendingBits >= bitsPerCharacter {
                pendingBits -= bitsPerCharacter
                text.append(characters[Int((pending >> UInt32(pendingBits)) & mask)])
            }
        }
        if pendingBits > 0 {
            text.append(characters[Int((pending << UInt32(bitsPerCharacter - pendingBits)) & mask)])
        }
        return text
    }

    /// Decodes text without padding.
    func decode(_ text: some Collection<UInt8>) throws(EncodingError) -> [UInt8] {
        let count = text.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * bitsPerCharacter / 8)
        var pending: UInt32 = 0
        var pendingBits = 0
        for character in text {
            let value = values[Int(character)]
            guard value != Self.foreign else { throw .foreignCharacter }
            pending = (pending << UInt32(bitsPerCharacter)) | UInt32(value)
            pendingBits += bitsPerCharacter
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits)))
            }
        }
        guard pendingBits < bitsPerCharacter else { throw .impossibleLength }
        guard pending & (UInt32(1) << UInt32(pendingBits) - 1) == 0 else { throw .nonZeroTrailingBits }
        return bytes
    }
}
