/// Why a key is not taken into the configuration (attacks 1.4 #69).
package enum XMLKeyError: Error, Equatable, Sendable, CaseIterable {
    /// Not DER or PEM of the expected kind, followed by something else, longer than ``KeyBounds/encodedBytes``, or locked by a
    /// password.
    case unreadable
    /// Neither RSA nor an elliptic curve, or for decryption not RSA.
    case unsupportedKind
    /// RSA below ``KeyBounds/leastRSABits``.
    case rsaTooShort
    /// RSA above ``KeyBounds/mostRSABits``: it would cost more than it gains.
    case rsaTooLong
    /// An RSA exponent that is even, below 3, or longer than 64 bits.
    case rsaExponent
    /// The modulus bears the mark of the broken Infineon generator (CVE-2017-15361, "ROCA").
    case rsaFingerprint
    /// Another curve than P-256, P-384 and P-521, or one given by parameters instead of its name.
    case unsupportedCurve
    /// The point is not on the curve.
    case invalidPoint
    /// OpenSSL or xmlsec1 could not be set up.
    case libraryUnavailable
}

/// Bounds of keys.
package enum KeyBounds {
    /// NIST SP 800-131A rev. 2, table 2.
    package static let leastRSABits = 2_048
    /// OpenSSL's own bound for verification is 16,384 bits; no identity provider has more than 4,096.
    package static let mostRSABits = 8_192
    /// Bytes of an encoded key or certificate.
    package static let encodedBytes = 32 * 1_024
    /// Keys tried for one signature: two in rotation, and room.
    package static let keysOfOneTrust = 16
}
