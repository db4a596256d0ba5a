/// Reads CBOR as authenticators write it (CTAP 2.1 section 8, "CTAP2 canonical CBOR encoding form"), within bounds.
///
/// One departure: the order of a map's keys is not judged. Browsers and password managers write attestation objects in
/// orders of their own, and no meaning hangs on it, since no key may stand twice.
struct CBORReader {
    /// Most bytes of one document: an attestation with a chain of certificates takes some kilobytes.
    static let bytes = 64 << 10
    /// Deepest nesting of arrays and maps. CTAP2 has messages nest four levels; certificates and extensions add some.
    static let depth = 8
    /// Most values of one document, those in arrays and maps counted one by one.
    static let values = 512

    private let bytes: ArraySlice<UInt8>
    /// Index of the next byte to be read.
    private(set) var position: Int
    private var valuesLeft = Self.values

    init(_ bytes: ArraySlice<UInt8>) throws(WebAuthnRejection) {
        guard bytes.count <= Self.bytes else { throw WebAuthnRejection(.cborSize) }
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The one value that all the bytes make.
    static func document(_ bytes: ArraySlice<UInt8>) throws(WebAuthnRejection) -> CBORValue {
        var reader = try CBORReader(bytes)
        let value = try reader.value()
        guard reader.position == bytes.endIndex else { throw WebAuthnRejection(.cborTrailing) }
        return value
    }

    /// The next value; bytes may follow it.
    mutating func value() throws(WebAuthnRejection) -> CBORValue {
        try value(depth: 0)
    }

    private mutating func value(depth: Int) throws(WebAuthnRejection) -> CBORValue {
        guard valuesLeft > 0 else { throw WebAuthnRejection(.cborSize) }
        valuesLeft -= 1
        let initial = try byte()
        let (major, information) = (initial >> 5, initial & 0x1F)
        // RFC 8949 section 3: major type 7 is not followed by a length.
        if major == 7 { return try simple(information) }
        let argument = try argument(information)
        switch major {
        case 0: return .unsigned(argument)
        case 1: return .negative(argument)
        case 2: return .bytes(Array(try take(argument)))
        case 3: return .text(try text(argument))
        case 4: return .array(try array(argument, depth: depth))
        case 5: return .map(try map(argument, depth: depth))
        // Major type 6. CTAP 2.1 section 8: "Tags as defined in Section 2.4 in RFC 7049 MUST NOT be present."
        default: throw WebAuthnRejection(.cborTag)
        }
    }

    private mutating func simple(_ information: UInt8) throws(WebAuthnRejection) -> CBORValue {
        switch information {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        case 31: throw WebAuthnRejection(.cborIndefinite)
        // 23 is undefined, 25 to 27 are floating-point numbers, the rest is unassigned.
        default: throw WebAuthnRejection(.cborSimple)
        }
    }

    private mutating func array(_ count: UInt64, depth: Int) throws(WebAuthnRejection) -> [CBORValue] {
        try enter(count, valuesEach: 1, depth: depth)
        var elements: [CBORValue] = []
        for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
        return elements
    }

    private mutating func map(_ count: UInt64, depth: Int) throws(WebAuthnRejection) -> CBORMap {
        try enter(count, valuesEach: 2, depth: depth)
        var map = CBORMap()
        for _ in 0..<count {
            let key = try key(value(depth: depth + 1))
            try map.append(key, value(depth: depth + 1))
        }
        return map
    }

    private func key(_ value: CBORValue) throws(WebAuthnRejection) -> CBORKey {
        if let text = value.text { return .text(text) }
        guard let number = value.integer else { throw WebAuthnRejection(.cborKey) }
        return .number(number)
    }

    /// Bounds a container before its first element is read, so that a promised length costs nothing.
    private func enter(_ count: UInt64, valuesEach: UInt64, depth: Int) throws(WebAuthnRejection) {
        guard depth < Self.depth else { throw WebAuthnRejection(.cborDepth) }
        guard count <= UInt64(valuesLeft) / valuesEach else { throw WebAuthnRejection(.cborSize) }
    }

    private mutating func text(_ count: UInt64) throws(WebAuthnRejection) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else { throw WebAuthnRejection(.cborText) }
        return text
    }

    /// The argument of RFC 8949 section 3, in its shortest form only (CTAP 2.1 section 8).
    private mutating func argument(_ information: UInt8) throws(WebAuthnRejection) -> UInt64 {
        switch information {
        case 0...23: return UInt64(information)
        case 24: return try wide(1, above: 23)
        case 25: return try wide(2, above: 0xFF)
        case 26: return try wide(4, above: 0xFFFF)
        case 27: return try wide(8, above: 0xFFFF_FFFF)
        case 31: throw WebAuthnRejection(.cborIndefinite)
        // 28 to 30 are reserved.
        default: throw WebAuthnRejection(.cborSimple)
        }
    }

    private mutating func wide(_ count: UInt64, above least: UInt64) throws(WebAuthnRejection) -> UInt64 {
        let number = try take(count).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard number > least else { throw WebAuthnRejection(.cborNotMinimal) }
        return number
    }

    private mutating func byte() throws(WebAuthnRejection) -> UInt8 {
        guard position < bytes.endIndex else { throw WebAuthnRejection(.cborTruncated) }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func take(_ count: UInt64) throws(WebAuthnRejection) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.endIndex - position) else { throw WebAuthnRejection(.cborTruncated) }
        let end = position + Int(count)
        defer { position = end }
        return bytes[position..<end]
    }
}
