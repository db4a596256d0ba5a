/// Why bytes are not JSON that we read.
package enum StrictJSONError: Error, Equatable, Sendable {
    case tooLarge
    case tooDeep
    case tooManyValues
    /// Not UTF-8, or a byte order mark before the text (RFC 8259 section 8.1).
    case notUTF8
    /// Not the grammar of RFC 8259; the offset in bytes where it breaks.
    case malformed(offset: Int)
    /// The bytes go on after the value.
    case trailingBytes(offset: Int)
    /// Two members of one object have the same name once escapes are read (RFC 8259 section 4 leaves it open; readers
    /// differ in which they take, so we take neither).
    case duplicateMember(String)
    /// U+0000, which C and SQL would cut the string at.
    case nulCharacter
    /// Half a surrogate pair in an escape.
    case loneSurrogate
}

/// What a JSON text may not exceed.
package struct JSONLimits: Sendable {
    /// Length of the text in bytes.
    package var bytes: Int
    /// Nesting of arrays and objects; a scalar has depth 0.
    package var depth: Int
    /// Number of values, those in arrays and objects counted one by one.
    package var values: Int

    package init(bytes: Int, depth: Int, values: Int) {
        self.bytes = bytes
        self.depth = depth
        self.values = values
    }

    /// 1 MiB, 32 levels, 20,000 values: more than any body that we take, far less than what harms.
    package static let standard = JSONLimits(bytes: 1 << 20, depth: 32, values: 20_000)
    /// 8 KiB, 8 levels, 512 values: a header, a token, a key.
    package static let token = JSONLimits(bytes: 8 << 10, depth: 8, values: 512)
}

/// JSON read so that no two readers can differ on it: UTF-8 only, no byte order mark, no NUL, no duplicate member, nothing
/// after the value, and bounded in size, depth and count before anything is kept.
package enum StrictJSON {
    /// The value of `bytes`. Throws ``StrictJSONError``.
    package static func parse(
        _ bytes: [UInt8],
        limits: JSONLimits = .standard
    ) throws(StrictJSONError) -> JSONValue {
        try parse(bytes[...], limits: limits)
    }

    /// The value of a part of a longer buffer. Offsets in errors count from the buffer's start.
    package static func parse(
        _ bytes: ArraySlice<UInt8>,
        limits: JSONLimits = .standard
    ) throws(StrictJSONError) -> JSONValue {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        var reader = JSONReader(bytes, limits: limits)
        return try reader.document()
    }
}
