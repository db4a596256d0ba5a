/// A Swift source text taken apart: its words, its string literals and its comments, each with the line it begins on.
///
/// Rules look for words, so that a comment about `Date()` breaks none and one written over two lines escapes none.
struct SwiftText: Sendable {
    struct Piece: Equatable, Sendable {
        let text: String
        /// From 1.
        let line: Int
    }

    /// Identifiers and keywords whole, every other character by itself; code inside of an interpolation included.
    private(set) var words: [Piece] = []
    /// The contents of string literals, without what is interpolated.
    private(set) var literals: [Piece] = []
    private(set) var comments: [Piece] = []

    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.run()
        words = scanner.words
        literals = scanner.literals.sorted { $0.line < $1.line }
        comments = scanner.comments
    }

    /// The lines on which these words stand one after the other.
    func lines(of sequence: [String]) -> [Int] {
        guard words.count >= sequence.count, let first = sequence.first else { return [] }
        return (0...(words.count - sequence.count)).compactMap { start in
            guard words[start].text == first else { return nil }
            let matches = sequence.indices.allSatisfy { words[start + $0].text == sequence[$0] }
            return matches ? words[start].line : nil
        }
    }
}

/// Reads bytes once, from left to right. A stack tells where it is, since an interpolation holds code, which may hold a
/// string again.
private struct Scanner {
    private enum Place {
        /// Inside of code; how many parentheses are open since an interpolation began.
        case code(open: Int)
        case string(hashes: Int, multiline: Bool, line: Int, content: [UInt8])
    }

    let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var stack: [Place] = [.code(open: 0)]
    var words: [SwiftText.Piece] = []
    var literals: [SwiftText.Piece] = []
    var comments: [SwiftText.Piece] = []

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() {
        while index < bytes.count {
            switch stack.removeLast() {
            case .code(let open): readCode(open: open)
            case .string(let hashes, let multiline, let start, let content):
                readString(hashes: hashes, multiline: multiline, start: start, content: content)
            }
        }
    }

    private mutating func readCode(open: Int) {
        if starts(with: "//") { return readLineComment(in: open) }
        if starts(with: "/*") { return readBlockComment(in: open) }
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        if index + hashes < bytes.count, bytes[index + hashes] == UInt8(ascii: "\"") {
            stack.append(.code(open: open))
            return openString(hashes: hashes)
        }
        let byte = bytes[index]
        if Self.isWordByte(byte) {
            let end = bytes[index...].firstIndex { !Self.isWordByte($0) } ?? bytes.count
            words.append(.init(text: String(decoding: bytes[index..<end], as: UTF8.self), line: line))
            index = end
            stack.append(.code(open: open))
            return
        }
        if byte > UInt8(ascii: " ") {
            words.append(.init(text: String(UnicodeScalar(byte)), line: line))
        }
        // The parenthesis that closes an interpolation leads back into its string.
        if byte == UInt8(ascii: ")"), open == 0, !stack.isEmpty {
            words.removeLast()
            advance(by: 1)
            return
        }
        let change = byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
        advance(by: 1)
        stack.append(.code(open: open + change))
    }

    private mutating func openString(hashes: Int) {
        index += hashes
        let multiline = starts(with: "\"\"\"")
        let start = line
        advance(by: multiline ? 3 : 1)
        stack.append(.string(hashes: hashes, multiline: multiline, line: start, content: []))
    }

    private mutating func readString(hashes: Int, multiline: Bool, start: Int, content: [UInt8]) {
        let mark = String(repeating: "#", count: hashes)
        let quotes = multiline ? "\"\"\"" : "\""
        if starts(with: quotes + mark) {
            advance(by: quotes.utf8.count + hashes)
            literals.append(.init(text: String(decoding: content, as: UTF8.self), line: start))
            return
        }
        if starts(with: "\\" + mark + "(") {
            advance(by: 2 + hashes)
            stack.append(.string(hashes: hashes, multiline: multiline, line: start, content: content))
            stack.append(.code(open: 0))
            return
        }
        let length = starts(with: "\\" + mark) ? min(2 + hashes, bytes.count - index) : 1
        let taken = bytes[index..<(index + length)]
        advance(by: length)
        stack.append(.string(hashes: hashes, multiline: multiline, line: start, content: content + taken))
    }

    private mutating func readLineComment(in open: Int) {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        comments.append(.init(text: String(decoding: bytes[index..<end], as: UTF8.self), line: line))
        index = end
        stack.append(.code(open: open))
    }

    private mutating func readBlockComment(in open: Int) {
        let begin = index
        let start = line
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                advance(by: 2)
            } else if starts(with: "*/") {
                depth -= 1
                advance(by: 2)
            } else {
                advance(by: 1)
            }
        } while depth > 0 && index < bytes.count
        comments.append(.init(text: String(decoding: bytes[begin..<index], as: UTF8.self), line: start))
        stack.append(.code(open: open))
    }

    private mutating func advance(by count: Int) {
        let end = min(index + count, bytes.count)
        line += bytes[index..<end].count { $0 == UInt8(ascii: "\n") }
        index = end
    }

    private func starts(with text: String) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default:
            false
        }
    }
}
