package import FoundationEssentials

/// A value that a column is read into. The column's type must be one that the value is read from: nothing is guessed.
///
/// A type of one's own over such a value conforms by one line: `extension WorkspaceID: PostgresDecodable {}` where it is
/// `RawRepresentable`.
package protocol PostgresDecodable {
    /// - Parameters:
    ///   - bytes: the cell in the server's binary form.
    ///   - type: the column's type.
    static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Self

    /// The value for NULL; only optionals have one.
    static func decodeNull() throws(PostgresDecodingFailure) -> Self
}

/// Why a cell is not the value asked for. ``PostgresRow`` adds the column's name.
package enum PostgresDecodingFailure: Error, Equatable, Sendable {
    case noSuchColumn
    case twoColumnsOfThatName
    case null
    /// The column is of another type of the server, named by its object id.
    case otherType(oid: UInt32)
    /// The bytes are not a value of that type, or not one that fits.
    case malformed
}

extension PostgresDecodable {
    package static func decodeNull() throws(PostgresDecodingFailure) -> Self {
        throw .null
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(bytes, type: type)) else { throw .malformed }
        return value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Wrapped? {
        try Wrapped.decode(bytes, type: type)
    }

    package static func decodeNull() throws(PostgresDecodingFailure) -> Wrapped? { nil }
}

extension String: PostgresDecodable {
    /// From text, varchar, char, name, json, jsonb, and types of the database whose binary form is their text
    /// (enumerations, citext). Anything else wants a cast in the statement.
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> String {
        switch type {
        case .text, .varchar, .bpchar, .name, .json:
            return try text(bytes)
        case .jsonb:
            // jsonb_send: one byte of version, 1, then the text.
            guard !bytes.isEmpty, bytes[0] == 1 else { throw .malformed }
            return try text(bytes.extracting(1..<bytes.count))
        default:
            guard type.oid >= PostgresType.firstOfDatabase else { throw .otherType(oid: type.oid) }
            return try text(bytes)
        }
    }

    private static func text(_ bytes: Span<UInt8>) throws(PostgresDecodingFailure) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw .malformed
        }
    }
}

extension Bool: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Bool {
        guard type == .bool else { throw .otherType(oid: type.oid) }
        guard bytes.count == 1 else { throw .malformed }
        return bytes[0] != 0
    }
}

extension Int64: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Int64 {
        switch type {
        case .int8: try Int64(truncatingIfNeeded: bytes.networkInteger(of: 8))
        case .int4: Int64(Int32(truncatingIfNeeded: try bytes.networkInteger(of: 4)))
        case .int2: Int64(Int16(truncatingIfNeeded: try bytes.networkInteger(of: 2)))
        default: throw .otherType(oid: type.oid)
        }
    }
}

extension Int: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Int {
        guard let value = Int(exactly: try Int64.decode(bytes, type: type)) else { throw .malformed }
        return value
    }
}

extension Int32: PostgresDecodable {
    /// From int4 and int2: an int8 is refused by its type, so that it does not fail on the first large value only.
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Int32 {
        guard type != .int8 else { throw .otherType(oid: type.oid) }
        return Int32(truncatingIfNeeded: try Int64.decode(bytes, type: type))
    }
}

extension Double: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Double {
        switch type {
        case .float8: Double(bitPattern: try bytes.networkInteger(of: 8))
        case .float4: Double(Float(bitPattern: UInt32(truncatingIfNeeded: try bytes.networkInteger(of: 4))))
        default: throw .otherType(oid: type.oid)
        }
    }
}

extension UUID: PostgresDecodable {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> UUID {
        guard type == .uuid else { throw .otherType(oid: type.oid) }
        guard bytes.count == 16 else { throw .malformed }
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }
}

extension Date: PostgresDecodable {
    /// From `timestamptz`; its infinities are refused.
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> Date {
        guard type == .timestamptz else { throw .otherType(oid: type.oid) }
        let microseconds = Int64(truncatingIfNeeded: try bytes.networkInteger(of: 8))
        guard microseconds != .max, microseconds != .min else { throw .malformed }
        return Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - serverEpochOffset)
    }
}

extension Span<UInt8> {
    /// The whole span as one big-endian number of `width` bytes, at most eight.
    func networkInteger(of width: Int) throws(PostgresDecodingFailure) -> UInt64 {
        guard count == width else { throw .malformed }
        var value: UInt64 = 0
        for index in indices { value = value << 8 | UInt64(self[index]) }
        return value
    }
}
