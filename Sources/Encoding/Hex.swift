/// Base16 (RFC 4648 section 8): written in lower case, read in either.
package enum Hex {
    private static let reading = PowerOfTwoAlphabet("0123456789ABCDEF", bitsPerCharacter: 4, foldsCase: true)
    private static let writing = PowerOfTwoAlphabet("0123456789abcdef", bitsPerCharacter: 4)

    /// The lower-case text of `bytes`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: writing.encode(bytes), as: UTF8.self)
    }

    /// The bytes of `text`. An odd number of characters is refused.
    package static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        guard text.utf8.count % 2 == 0 else { throw .impossibleLength }
        return try reading.decode(text.utf8)
    }
}
