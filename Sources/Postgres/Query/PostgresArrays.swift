package import FoundationEssentials

/// What may stand in an array parameter or column. `UInt8` is the exception: bytes are `bytea`, no array of the server.
package protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: PostgresType { get }
    static func encodeArray(_ elements: [Self]) -> [UInt8]
    static func decodeArray(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    package static var postgresType: PostgresType { Element.postgresArrayType }
    package var postgresBytes: [UInt8]? { Element.encodeArray(self) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    package static func decode(_ bytes: Span<UInt8>, type: PostgresType) throws(PostgresDecodingFailure) -> [Element] {
        guard type == Element.postgresArrayType else { throw .otherType(oid: type.oid) }
        return try Element.decodeArray(bytes, type: type)
    }
}

extension UInt8: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .bytea }

    package static func encodeArray(_ elements: [UInt8]) -> [UInt8] { elements }

    package static func decodeArray(
        _ bytes: Span<UInt8>,
        type: PostgresType
    ) throws(PostgresDecodingFailure) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        return copy
    }
}

extension String: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .textArray }
}

extension UUID: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .uuidArray }
}

extension Int: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Int64: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Int32: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .int4Array }
}

extension Date: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension PostgresArrayElement where Self: RawRepresentable, RawValue: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}

/// The binary form of arrays (`array_send` in PostgreSQL's `arrayfuncs.c`), all numbers four bytes: dimensions, whether
/// there are nulls, the elements' type; for each dimension its length and lower bound; for each element its length and
/// its bytes. We write and read one dimension without nulls.
extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    package static func encodeArray(_ elements: [Self]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes += Int32(elements.isEmpty ? 0 : 1).networkBytes
        bytes += Int32(0).networkBytes
        bytes += elementType.oid.networkBytes
        guard !elements.isEmpty else { return bytes }
        bytes += Int32(elements.count).networkBytes
        bytes += Int32(1).networkBytes
        for element in elements {
            let cell = element.postgresBytes ?? []
            bytes += Int32(cell.count).networkBytes
            bytes += cell
        }
        return bytes
    }

    package static func decodeArray(
        _ bytes: Span<UInt8>,
        type: PostgresType
    ) throws(PostgresDecodingFailure) -> [Self] {
        var position = 0
        let dimensions = try bytes.number(at: &position)
        _ = try bytes.number(at: &position)
        let element = PostgresType(ofColumn: UInt32(bitPattern: try bytes.number(at: &position)))
        guard dimensions != 0 else {
            guard position == bytes.count else { throw .malformed }
            return []
        }
        guard dimensions == 1 else { throw .malformed }
        let count = Int(try bytes.number(at: &position))
        _ = try bytes.number(at: &position)
        // Each element takes at least its length's four bytes: no count can claim more room than there is.
        guard count >= 0, count <= (bytes.count - position) / 4 else { throw .malformed }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try bytes.number(at: &position))
            guard length >= 0 else { throw .null }
            guard length <= bytes.count - position else { throw .malformed }
            elements.append(try decode(bytes.extracting(position..<position + length), type: element))
            position += length
        }
        guard position == bytes.count else { throw .malformed }
        return elements
    }

    /// A string's own type is inferred by the server, which an array's elements cannot be.
    private static var elementType: PostgresType { postgresType == .inferred ? .text : postgresType }
}

extension Span<UInt8> {
    fileprivate func number(at position: inout Int) throws(PostgresDecodingFailure) -> Int32 {
        guard count - position >= 4 else { throw .malformed }
        defer { position += 4 }
        return Int32(truncatingIfNeeded: try extracting(position..<position + 4).networkInteger(of: 4))
    }
}
