/// Why a text is not the encoding that it claims to be.
package enum EncodingError: Error, Equatable, Sendable {
    /// A number of characters that no byte string encodes to.
    case impossibleLength
    /// A character outside the alphabet, white space included.
    case foreignCharacter
    /// Padding is missing, surplus, or stands where the encoding has none.
    case wrongPadding
    /// Unused bits of the last character are set, so that two texts would mean the same bytes (RFC 4648 section 3.5).
    case nonZeroTrailingBits
}
