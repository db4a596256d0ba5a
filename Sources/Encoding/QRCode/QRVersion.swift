/// One of the forty sizes of a QR code, with what level M makes of it.
struct QRVersion: Sendable {
    static let numbers = 1...40

    let number: Int

    /// ISO/IEC 18004 table 9, level M: error correction codewords of a block, by version.
    private static let correctionCodewords = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
        26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    /// The same table: how many blocks.
    private static let blocks = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
        17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]

    /// The smallest version that holds so many bytes; nil where none does.
    static func smallest(holding bytes: Int) -> QRVersion? {
        numbers.lazy.map { QRVersion(number: $0) }.first { bytes <= $0.capacity }
    }

    /// Modules on a side (section 5.3.1).
    var size: Int { 4 * number + 17 }
    var blockCount: Int { Self.blocks[number - 1] }
    var correctionPerBlock: Int { Self.correctionCodewords[number - 1] }

    /// Codewords of data and correction together: what is left of the square beside its patterns (table 1).
    var codewordCount: Int {
        let alignments = alignmentCenters.count
        let finders = 3 * 64
        let timing = 2 * (size - 16)
        let format = 31
        let versionInformation = number < 7 ? 0 : 36
        // Three corners have finders instead. Those on the timing rows overlap five modules of it.
        let alignment = alignments == 0 ? 0 : 25 * (alignments * alignments - 3) - 10 * (alignments - 2)
        return (size * size - finders - timing - format - versionInformation - alignment) / 8
    }

    var dataCodewordCount: Int { codewordCount - blockCount * correctionPerBlock }

    /// Bits of the character count in byte mode (table 3).
    var countBits: Int { number < 10 ? 8 : 16 }

    /// Bytes that it holds, after four bits of mode and the count.
    var capacity: Int { (dataCodewordCount * 8 - 4 - countBits) / 8 }

    /// Rows, and columns, of the centers of the alignment patterns (annex E): the first at 6, the last seven modules from
    /// the far side, the rest between them at even and equal steps, counted from the far side.
    var alignmentCenters: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let last = size - 7
        let gaps = count - 1
        // The distance from the first to the last, in equal steps rounded up to an even number. Annex E has one exception.
        let step = number == 32 ? 26 : ((last - 6 + 2 * gaps - 1) / (2 * gaps)) * 2
        return [6] + (0..<gaps).reversed().map { last - $0 * step }
    }
}
