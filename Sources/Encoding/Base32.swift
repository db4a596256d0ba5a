/// base32 without padding (RFC 4648 section 6), as authenticator apps take TOTP secrets. Lower case is read as upper case.
package enum Base32 {
    private static let alphabet = PowerOfTwoAlphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        bitsPerCharacter: 5,
        foldsCase: true
    )

    /// The upper-case text of `bytes`, without padding.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: alphabet.encode(bytes), as: UTF8.self)
    }

    /// The bytes of `text`.
    package static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
        try alphabet.decode(text.utf8)
    }
}
