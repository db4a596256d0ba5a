import Crypto
import FoundationEssentials

/// What RFC 8032 leaves to the reader of an Ed25519 public key.
enum Ed25519Point {
    /// The field's prime, 2^255 - 19, little-endian.
    private static let prime: [UInt8] = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]

    /// The y coordinates of the points of order 1, 2, 4 and 8, little-endian. Under such a key a signature verifies for
    /// any message with probability of at least 1/8, without a private key (attacks 5.4 #36).
    private static let smallOrder: Set<[UInt8]> = [
        [0x01] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [UInt8](repeating: 0, count: 32),
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]

    /// The key of 32 bytes: y below the prime (RFC 8032 section 5.1.3) and not of small order, whatever its sign bit.
    ///
    /// Whether y belongs to a point at all shows at the first signature, which BoringSSL then refuses.
    static func key(_ bytes: [UInt8]) throws(JOSEError) -> Curve25519.Signing.PublicKey {
        guard bytes.count == 32 else { throw .invalidPoint }
        var y = bytes
        y[31] &= 0x7F
        guard y.reversed().lexicographicallyPrecedes(prime.reversed()) else { throw .invalidPoint }
        guard !smallOrder.contains(y) else { throw .weakPoint }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { throw .invalidPoint }
        return key
    }
}
