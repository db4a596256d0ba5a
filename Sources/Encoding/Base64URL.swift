/// base64url without padding (RFC 4648 section 5, as RFC 7515 section 2 demands): one text for one byte string.
package enum Base64URL {
    private static let alphabet = PowerOfTwoAlphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        bitsPerCharacter: 6
    )

    /// The text of `bytes`, without padding.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: alphabet.encode(bytes), as: UTF8.self)
    }

    /// The bytes of `text`. Throws ``EncodingError`` for padding, white space, foreign characters, impossible lengths and
    /// set trailing bits.
    package static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        try alphabet.decode(text.utf8)
    }

    /// The same over the UTF-8 bytes of a part of a longer text.
    package static func decode(utf8 text: ArraySlice<UInt8>) throws(EncodingError) -> [UInt8] {
        try alphabet.decode(text)
    }
}
