/// The square of modules (ISO/IEC 18004 sections 6.3 and 7.7 to 7.10).
struct QRMatrix: Sendable {
    let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [Bool]
    /// Modules that belong to a pattern and carry no data.
    private var isPattern: [Bool]

    /// The square with its patterns and the codewords, not masked yet.
    init(_ version: QRVersion, codewords: [UInt8]) {
        size = version.size
        modules = [Bool](repeating: false, count: size * size)
        isPattern = modules
        drawFinders()
        drawTiming()
        drawAlignments(version.alignmentCenters)
        reserveFormat()
        drawVersion(version)
        place(codewords)
    }

    subscript(row: Int, column: Int) -> Bool { modules[row * size + column] }

    private mutating func draw(_ row: Int, _ column: Int, _ isDark: Bool) {
        modules[row * size + column] = isDark
        isPattern[row * size + column] = true
    }

    /// Three corners, each with its separator (section 6.3.3).
    private mutating func drawFinders() {
        for (top, left) in [(0, 0), (0, size - 7), (size - 7, 0)] {
            for row in -1...7 {
                for column in -1...7 where isInside(top + row, left + column) {
                    let ring = max(abs(row - 3), abs(column - 3))
                    draw(top + row, left + column, ring != 2 && ring != 4)
                }
            }
        }
    }

    /// Section 6.3.5.
    private mutating func drawTiming() {
        for position in 8..<(size - 8) {
            draw(6, position, position % 2 == 0)
            draw(position, 6, position % 2 == 0)
        }
    }

    /// At every crossing of the centers but the three that finders have (section 6.3.6).
    private mutating func drawAlignments(_ centers: [Int]) {
        for row in centers {
            for column in centers
            where !(row == 6 && column == 6) && !(row == 6 && column == size - 7) && !(row == size - 7 && column == 6) {
                for down in -2...2 {
                    for right in -2...2 {
                        draw(row + down, column + right, max(abs(down), abs(right)) != 1)
                    }
                }
            }
        }
    }

    /// The two places of the format information, and the module that is always dark (section 7.9.1).
    private mutating func reserveFormat() {
        for bit in 0..<15 {
            for (row, column) in Self.formatPlaces(bit, size) { draw(row, column, false) }
        }
        draw(size - 8, 8, true)
    }

    /// Where the bit stands, the least significant being 0: beside the top left finder, and along the other two.
    private static func formatPlaces(_ bit: Int, _ size: Int) -> [(row: Int, column: Int)] {
        let near: (Int, Int) =
            switch bit {
            case 0...5: (bit, 8)
            case 6: (7, 8)
            case 7: (8, 8)
            case 8: (8, 7)
            default: (8, 14 - bit)
            }
        let far = bit < 8 ? (8, size - 1 - bit) : (size - 15 + bit, 8)
        return [near, far]
    }

    /// From version 7 on: six bits with twelve of a Golay code, twice (section 7.10).
    private mutating func drawVersion(_ version: QRVersion) {
        guard version.number >= 7 else { return }
        let bits = Self.withRemainder(of: version.number, bits: 12, by: 0x1F25)
        for bit in 0..<18 {
            let isDark = bits >> bit & 1 == 1
            draw(size - 11 + bit % 3, bit / 3, isDark)
            draw(bit / 3, size - 11 + bit % 3, isDark)
        }
    }

    /// `value` followed by the remainder of its division by a generator of a cyclic code.
    static func withRemainder(of value: Int, bits: Int, by generator: Int) -> Int {
        var remainder = value
        for _ in 0..<bits {
            remainder = remainder << 1 ^ (remainder >> (bits - 1) & 1 == 1 ? generator : 0)
        }
        return value << bits | remainder
    }

    /// Upwards and downwards in columns of two from the right, around the timing column (section 7.7.3).
    private mutating func place(_ codewords: [UInt8]) {
        var bits = codewords.lazy.flatMap { word in (0..<8).map { word >> (7 - $0) & 1 == 1 } }.makeIterator()
        var isUpward = true
        for right in stride(from: size - 1, to: 0, by: -2).map({ $0 > 6 ? $0 : $0 - 1 }) {
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isPattern[row * size + column] {
                    // What remains after the last codeword stays light.
                    modules[row * size + column] = bits.next() ?? false
                }
            }
            isUpward.toggle()
        }
    }

    private func isInside(_ row: Int, _ column: Int) -> Bool {
        (0..<size).contains(row) && (0..<size).contains(column)
    }

    /// The same with the mask laid over its data and named in the format information (sections 7.8 and 7.9).
    func masked(_ mask: QRMask) -> QRMatrix {
        var copy = self
        for row in 0..<size {
            for column in 0..<size where !isPattern[row * size + column] && mask.inverts(row, column) {
                copy.modules[row * size + column].toggle()
            }
        }
        // Level M is 00, so the five bits of data are those of the mask.
        let format = Self.withRemainder(of: mask.rawValue, bits: 10, by: 0x537) ^ 0x5412
        for bit in 0..<15 {
            for (row, column) in Self.formatPlaces(bit, size) { copy.draw(row, column, format >> bit & 1 == 1) }
        }
        return copy
    }
}
