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
            guard rawRepresentation.count == 64,
                let key = try? P256.Signing.PublicKey(rawRepresentation: rawRepresentation)
            else { throw .invalidPoint }
            self.init(algorithm: .es256, material: .p256(key))
        case .edDSA:
            self.init(algorithm: .edDSA, material: .ed25519(try Ed25519Point.key(rawRepresentation)))
        }
    }
}

extension PublicKey: Equatable {
    /// Whether both are the same key for the same algorithm.
    public static func == (one: PublicKey, other: PublicKey) -> Bool {
        one.algorithm == other.algorithm && one.thumbprint == other.thumbprint
    }
}
