import Encoding

/// Reads the words of filters and paths from bytes. It knows tokens; ``FilterParser`` knows the grammar.
struct FilterScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Whether a space stands before the place; `and` and `or` need one (RFC 7644 figure 1).
    var followsSpace: Bool { position > 0 && bytes[position - 1] == UInt8(ascii: " ") }

    mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Takes a keyword of any case, where a delimiter or the end follows it.
    mutating func takeKeyword(_ keyword: FilterKeyword) -> Bool {
        let end = position + keyword.letters.count
        guard end <= bytes.count else { return false }
        for (offset, letter) in keyword.letters.enumerated() {
            guard CaseFolding.asciiLowercased(bytes[position + offset]) == letter else { return false }
        }
        guard end == bytes.count || !Self.isNameByte(bytes[end]) else { return false }
        position = end
        return true
    }

    /// `[URN ":"] name ["." sub]`: everything that may stand in one. Whether it is an attribute is the schema's to say.
    mutating func attributeName() -> String? {
        let start = position
        guard let first = next, Self.isLetter(first) || first == UInt8(ascii: "$") else { return nil }
        while let byte = next, Self.isNameByte(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func comparisonOperator() -> ComparisonOperator? {
        let end = position + 2
        guard end <= bytes.count, end == bytes.count || bytes[end] == UInt8(ascii: " ") else { return nil }
        let letters = (CaseFolding.asciiLowercased(bytes[position]), CaseFolding.asciiLowercased(bytes[position + 1]))
        let found: ComparisonOperator? =
            switch letters {
            case (UInt8(ascii: "e"), UInt8(ascii: "q")): .equal
            case (UInt8(ascii: "n"), UInt8(ascii: "e")): .notEqual
            case (UInt8(ascii: "c"), UInt8(ascii: "o")): .contains
            case (UInt8(ascii: "s"), UInt8(ascii: "w")): .startsWith
            case (UInt8(ascii: "e"), UInt8(ascii: "w")): .endsWith
            case (UInt8(ascii: "g"), UInt8(ascii: "t")): .greaterThan
            case (UInt8(ascii: "g"), UInt8(ascii: "e")): .greaterOrEqual
            case (UInt8(ascii: "l"), UInt8(ascii: "t")): .lessThan
            case (UInt8(ascii: "l"), UInt8(ascii: "e")): .lessOrEqual
            default: nil
            }
        if found != nil { position = end }
        return found
    }

    /// A string in quotation marks by the grammar of RFC 8259; nil where it is not one. Where it holds an escape, the JSON
    /// reader reads it; where not, its bytes are its text, and only control characters have to be refused.
    mutating func string() -> String? {
        let start = position
        guard take(UInt8(ascii: "\"")) else { return nil }
        var isPlain = true
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                if isPlain { return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self) }
                return (try? StrictJSON.parse(bytes[start..<position], limits: .token))?.string
            case UInt8(ascii: "\\"):
                isPlain = false
                guard next != nil else { return nil }
                position += 1
            case 0..<0x20: return nil
            default: break
            }
        }
        return nil
    }

    /// A run of the bytes that numbers, literals, identifiers and dates are written in.
    mutating func word() -> String? {
        let start = position
        while let byte = next, Self.isWordByte(byte) { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        CaseFolding.asciiLowercased(byte) &- UInt8(ascii: "a") < 26
    }

    /// RFC 7644 figure 1, nameChar, with the dots and colons of URNs and the `$` of `$ref`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "$"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: isLetter(byte)
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "@")
    }
}

/// The words of the grammar that are no names.
struct FilterKeyword {
    /// In lower case.
    let letters: [UInt8]

    static let and = FilterKeyword(letters: Array("and".utf8))
    static let or = FilterKeyword(letters: Array("or".utf8))
    static let not = FilterKeyword(letters: Array("not".utf8))
    static let present = FilterKeyword(letters: Array("pr".utf8))
}
