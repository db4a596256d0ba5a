/// From bytes to the codewords that are placed in the square (ISO/IEC 18004 sections 7.4 to 7.6).
enum QRCodewords {
    /// The indicator of byte mode (table 2).
    private static let byteMode = 0b0100
    /// What fills up the space behind the message (section 7.4.10).
    private static let padding: [UInt8] = [0xEC, 0x11]

    static func message(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        interleaved(data(bytes, version), version)
    }

    /// Mode, count, bytes, terminator, padding. The bytes must fit.
    static func data(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, bits count: Int) {
            for position in (0..<count).reversed() { bits.append(value >> position & 1 == 1) }
        }
        append(byteMode, bits: 4)
        append(bytes.count, bits: version.countBits)
        for byte in bytes { append(Int(byte), bits: 8) }
        // The terminator, which may be cut short, and zeros to the end of the codeword (section 7.4.9).
        append(0, bits: min(4, version.dataCodewordCount * 8 - bits.count))
        append(0, bits: (8 - bits.count % 8) % 8)
        let words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        return words + (0..<(version.dataCodewordCount - words.count)).map { padding[$0 % 2] }
    }

    /// The data in blocks, each with its correction, then the first codewords of all blocks, the second ones, and so on:
    /// a stain spoils a little of each block instead of all of one (section 7.6).
    static func interleaved(_ data: [UInt8], _ version: QRVersion) -> [UInt8] {
        let short = data.count / version.blockCount
        let longBlocks = data.count % version.blockCount
        var blocks: [ArraySlice<UInt8>] = []
        var rest = data[...]
        for index in 0..<version.blockCount {
            // The longer blocks come last.
            let count = index < version.blockCount - longBlocks ? short : short + 1
            blocks.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        let generator = ReedSolomon.generator(degree: version.correctionPerBlock)
        let corrections = blocks.map { ReedSolomon.correction(of: $0, by: generator) }
        return columns(blocks.map(Array.init)) + columns(corrections)
    }

    private static func columns(_ rows: [[UInt8]]) -> [UInt8] {
        let longest = rows.map(\.count).max() ?? 0
        return (0..<longest).flatMap { column in rows.compactMap { column < $0.count ? $0[column] : nil } }
    }
}
