/// The recursive descent over the grammar of RFC 8259; its depth is bounded by ``JSONLimits/depth``.
struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private let limits: JSONLimits
    private var position: Int
    private var valuesLeft: Int

    /// Objects with more members than this find duplicates by a set instead of by looking back.
    private static let linearSearchBound = 16

    init(_ bytes: ArraySlice<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        position = bytes.startIndex
        valuesLeft = limits.values
    }

    mutating func document() throws(StrictJSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .notUTF8 }
        skipWhiteSpace()
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard position == bytes.endIndex else { throw .trailingBytes(offset: position) }
        return value
    }

    private mutating func value(depth: Int) throws(StrictJSONError) -> JSONValue {
        valuesLeft -= 1
        guard valuesLeft >= 0 else { throw .tooManyValues }
        guard let first = peek() else { throw .malformed(offset: position) }
        switch first {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw .malformed(offset: position)
        }
    }

    private mutating func object(depth: Int) throws(StrictJSONError) -> JSONObject {
        guard depth <= limits.depth else { throw .tooDeep }
        position += 1
        var members: [JSONMember] = []
        var names: Set<[UInt8]> = []
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return JSONObject() }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw .malformed(offset: position) }
            let name = try string()
            if members.count == Self.linearSearchBound {
                names = Set(members.map { Array($0.name.utf8) })
            }
            let isDuplicate =
                members.count < Self.linearSearchBound
                ? members.contains { $0.name.hasSameBytes(as: name) } : !names.insert(Array(name.utf8)).inserted
            guard !isDuplicate else { throw .duplicateMember(name) }
            skipWhiteSpace()
            try expect(UInt8(ascii: ":"))
            skipWhiteSpace()
            members.append(JSONMember(name: name, value: try value(depth: depth)))
            skipWhiteSpace()
            if take(UInt8(ascii: "}")) { return JSONObject(members) }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    private mutating func array(depth: Int) throws(StrictJSONError) -> [JSONValue] {
        guard depth <= limits.depth else { throw .tooDeep }
        position += 1
        var values: [JSONValue] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) { return values }
        while true {
            values.append(try value(depth: depth))
            skipWhiteSpace()
            if take(UInt8(ascii: "]")) { return values }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    private mutating func string() throws(StrictJSONError) -> String {
        position += 1
        let start = position
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                let text = try utf8(bytes[start..<position])
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try stringWithEscapes(plain: bytes[start..<position])
            case 0..<0x20:
                throw byte == 0 ? .nulCharacter : .malformed(offset: position)
            default:
                position += 1
            }
        }
        throw .malformed(offset: position)
    }

    private mutating func stringWithEscapes(plain: ArraySlice<UInt8>) throws(StrictJSONError) -> String {
        var text = Array(plain)
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return try utf8(text[...])
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw byte == 0 ? .nulCharacter : .malformed(offset: position - 1)
            default: text.append(byte)
            }
        }
        throw .malformed(offset: position)
    }

    private mutating func escape() throws(StrictJSONError) -> Unicode.Scalar {
        guard let byte = next() else { throw .malformed(offset: position) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexadecimalUnit()
            if let scalar = Unicode.Scalar(unit) {
                guard unit != 0 else { throw .nulCharacter }
                return scalar
            }
            guard unit < 0xDC00, next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw .loneSurrogate }
            let low = try hexadecimalUnit()
            guard (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
            else { throw .loneSurrogate }
            return scalar
        default: throw .malformed(offset: position - 1)
        }
    }

    private mutating func hexadecimalUnit() throws(StrictJSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next() else { throw .malformed(offset: position) }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw .malformed(offset: position - 1)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func number() throws(StrictJSONError) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(literal: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(StrictJSONError) {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw .malformed(offset: position) }
    }

    private mutating func literal(_ word: StaticString) throws(StrictJSONError) {
        for byte in word.description.utf8 { try expect(byte) }
    }

    private func utf8(_ text: ArraySlice<UInt8>) throws(StrictJSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
        return string
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func peek() -> UInt8? {
        position < bytes.endIndex ? bytes[position] : nil
    }

    private mutating func next() -> UInt8? {
        guard position < bytes.endIndex else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(StrictJSONError) {
        guard take(byte) else { throw .malformed(offset: position) }
    }
}
