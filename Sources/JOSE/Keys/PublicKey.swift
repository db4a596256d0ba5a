import Crypto
import CryptoExtras
import FoundationEssentials

/// A public key with the one algorithm that it verifies.
///
/// That a key has exactly one algorithm is what makes algorithm confusion impossible: a token's header can only agree
/// with it or be refused (RFC 8725 section 3.1).
public struct PublicKey: Sendable {
    /// The one algorithm of this key.
    public let algorithm: VerificationAlgorithm
    let material: Material

    /// The parsed key. A value exists only of a key that passed its checks.
    enum Material: Sendable {
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
        case rsa(_RSA.Signing.PublicKey, modulus: [UInt8], exponent: [UInt8])
    }

    init(algorithm: VerificationAlgorithm, material: Material) {
        self.algorithm = algorithm
        self.material = material
    }

    /// The key of a raw public key: for ES256 the coordinates x and y, 32 bytes each; for EdDSA the 32 bytes of RFC 8032.
    ///
    /// Throws ``JOSEError/invalidPoint`` or ``JOSEError/weakPoint``.
    public init(rawRepresentation: [UInt8], algorithm: SigningAlgorithm) throws(JOSEError) {
        switch algorithm {
        case .es256:
            let half = rawRepresentation.count / 2
            let (x, y) = (Array(rawRepresentation.prefix(half)), Array(rawRepresentation.dropFirst(half)))
            try self.init(x: x, y: y, on: .p256)
        case .edDSA: try self.init(ed25519: rawRepresentation)
        }
    }

    /// The curves of ECDSA, each with the one algorithm of its keys.
    package enum Curve: Sendable {
        /// P-256, for ES256.
        case p256
        /// P-384, for ES384.
        case p384
        /// P-521, for ES512.
        case p521
    }

    /// The key of a point's coordinates, big-endian, each at the curve's full length (RFC 7518 section 6.2.1.2).
    ///
    /// Throws ``JOSEError/invalidPoint``. That the point lies on the curve is checked by BoringSSL.
    package init(x: [UInt8], y: [UInt8], on curve: Curve) throws(JOSEError) {
        guard x.count == y.count else { throw .invalidPoint }
        switch curve {
        case .p256:
            guard x.count == 32, let key = try? P256.Signing.PublicKey(rawRepresentation: x + y) else {
                throw .invalidPoint
            }
            self.init(algorithm: .es256, material: .p256(key))
        case .p384:
            guard x.count == 48, let key = try? P384.Signing.PublicKey(rawRepresentation: x + y) else {
                throw .invalidPoint
            }
            self.init(algorithm: .es384, material: .p384(key))
        case .p521:
            guard x.count == 66, let key = try? P521.Signing.PublicKey(rawRepresentation: x + y) else {
                throw .invalidPoint
            }
            self.init(algorithm: .es512, material: .p521(key))
        }
    }

    /// The Ed25519 key of 32 bytes (RFC 8032 section 5.1.5). Throws ``JOSEError/invalidPoint`` or
    /// ``JOSEError/weakPoint``.
    package init(ed25519 bytes: [UInt8]) throws(JOSEError) {
        self.init(algorithm: .edDSA, material: .ed25519(try Ed25519Point.key(bytes)))
    }

    /// The RSA key for RS256 of a modulus and an exponent, big-endian without leading zeros. Throws
    /// ``JOSEError/malformedKey`` or ``JOSEError/weakRSAKey``.
    package init(modulus: [UInt8], exponent: [UInt8]) throws(JOSEError) {
        self.init(algorithm: .rs256, material: try RSAKey.material(modulus: modulus, exponent: exponent))
    }
}

extension PublicKey: Equatable {
    /// Whether both are the same key for the same algorithm.
    public static func == (one: PublicKey, other: PublicKey) -> Bool {
        one.algorithm == other.algorithm && one.thumbprint == other.thumbprint
    }
}
