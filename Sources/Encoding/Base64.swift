/// base64 with padding (RFC 4648 section 4), canonical only: surplus or missing padding and set trailing bits are refused.
package enum Base64 {
    private static let alphabet = PowerOfTwoAlphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        bitsPerCharacter: 6
    )
    private static let padding = UInt8(ascii: "=")
    private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    /// The text of `bytes`, padded to a multiple of four characters.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text = alphabet.encode(bytes)
        while text.count % 4 != 0 { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`.
    ///
    /// - Parameter ignoringWhitespace: XML signatures, PEM bodies and forms break their lines; where this is true, space,
    ///   tab, carriage return and line feed are skipped wherever they stand.
    package static func decode(_ text: String, ignoringWhitespace: Bool = false) throws(EncodingError) -> [UInt8] {
        var characters = Array(text.utf8)
        if ignoringWhitespace {
            characters.removeAll { whiteSpace.contains($0) }
        }
        guard characters.count % 4 == 0 else { throw .wrongPadding }
        let unpadded = characters.prefix { $0 != padding }
        let pads = characters.count - unpadded.count
        guard pads <= 2, characters.suffix(pads).allSatisfy({ $0 == padding }) else { throw .wrongPadding }
        return try alphabet.decode(unpadded)
    }
}
