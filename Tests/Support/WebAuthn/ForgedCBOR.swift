/// CBOR as an authenticator writes it, and such as none would.
package indirect enum ForgedCBOR: Sendable {
    case number(Int64)
    case bytes([UInt8])
    case text(String)
    case array([ForgedCBOR])
    case map([(ForgedCBOR, ForgedCBOR)])
    case bool(Bool)
    /// Bytes put in as they are.
    case raw([UInt8])

    package static func members(_ members: [(String, ForgedCBOR)]) -> ForgedCBOR {
        .map(members.map { (.text($0.0), $0.1) })
    }

    package var encoded: [UInt8] {
        switch self {
        case .number(let number) where number >= 0: Self.head(0, UInt64(number))
        case .number(let number): Self.head(1, UInt64(-1 - number))
        case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let values): Self.head(4, UInt64(values.count)) + values.flatMap(\.encoded)
        case .map(let entries):
            Self.head(5, UInt64(entries.count)) + entries.flatMap { $0.0.encoded + $0.1.encoded }
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .raw(let bytes): bytes
        }
    }

    /// The shortest head of a major type.
    package static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
        let top = major << 5
        switch argument {
        case 0...23: return [top | UInt8(argument)]
        case 24...0xFF: return [top | 24, UInt8(argument)]
        case 0x100...0xFFFF: return [top | 25] + BigEndian.bytes(argument, count: 2)
        case 0x1_0000...0xFFFF_FFFF: return [top | 26] + BigEndian.bytes(argument, count: 4)
        default: return [top | 27] + BigEndian.bytes(argument, count: 8)
        }
    }
}

/// Numbers as the formats of authenticators write them.
package enum BigEndian {
    package static func bytes(_ number: some BinaryInteger, count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
