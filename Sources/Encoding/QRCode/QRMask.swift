/// The eight patterns that may be laid over the data (ISO/IEC 18004 table 10).
enum QRMask: Int, CaseIterable, Sendable {
    case checkerboard
    case rows
    case columns
    case diagonals
    case blocks
    case grid
    case diamonds
    case crosses

    func inverts(_ row: Int, _ column: Int) -> Bool {
        switch self {
        case .checkerboard: (row + column) % 2 == 0
        case .rows: row % 2 == 0
        case .columns: column % 3 == 0
        case .diagonals: (row + column) % 3 == 0
        case .blocks: (row / 2 + column / 3) % 2 == 0
        case .grid: row * column % 2 + row * column % 3 == 0
        case .diamonds: (row * column % 2 + row * column % 3) % 2 == 0
        case .crosses: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }
}

/// How badly a masked square reads: the lower, the better (ISO/IEC 18004 section 7.8.3.1, table 11).
enum QRPenalty {
    static func score(of matrix: QRMatrix) -> Int {
        let lines = (0..<matrix.size).flatMap { index in
            [
                (0..<matrix.size).map { matrix[index, $0] },
                (0..<matrix.size).map { matrix[$0, index] },
            ]
        }
        return lines.reduce(0) { $0 + runs(in: $1) + falseFinders(in: $1) } + squares(in: matrix)
            + imbalance(of: matrix)
    }

    /// Five alike in a row cost 3, each further one 1 more.
    private static func runs(in line: [Bool]) -> Int {
        var score = 0
        var length = 0
        for index in line.indices {
            length = index > 0 && line[index] == line[index - 1] ? length + 1 : 1
            if length == 5 { score += 3 } else if length > 5 { score += 1 }
        }
        return score
    }

    /// 1:1:3:1:1 with four light modules before or behind costs 40: a reader may take it for a finder. Beyond the edge
    /// all is light.
    private static func falseFinders(in line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        let light = [Bool](repeating: false, count: 4)
        let padded = light + line + light
        var score = 0
        for start in padded.indices.dropLast(core.count + 3) {
            let window = padded[start..<(start + 11)]
            if window.elementsEqual(core + light) || window.elementsEqual(light + core) { score += 40 }
        }
        return score
    }

    /// Each two by two of one colour costs 3.
    private static func squares(in matrix: QRMatrix) -> Int {
        var score = 0
        for row in 1..<matrix.size {
            for column in 1..<matrix.size {
                let colour = matrix[row, column]
                if matrix[row - 1, column] == colour, matrix[row, column - 1] == colour,
                    matrix[row - 1, column - 1] == colour
                {
                    score += 3
                }
            }
        }
        return score
    }

    /// Each full 5 % by which the share of dark modules differs from a half costs 10.
    private static func imbalance(of matrix: QRMatrix) -> Int {
        let all = matrix.modules.count
        let dark = matrix.modules.count { $0 }
        return abs(20 * dark - 10 * all) / all * 10
    }
}
