package import Crypto
package import CryptoExtras
import Foundation
package import WebAuthn
package import X509

/// A private key that an authenticator holds.
package enum CredentialKey: Sendable {
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)

    /// The same key for an algorithm in the whole run: RSA keys take a while to make.
    package static func key(_ algorithm: COSEAlgorithm) throws -> CredentialKey {
        switch algorithm {
        case .es256: .p256(p256)
        case .es384: .p384(p384)
        case .es512: .p521(p521)
        case .edDSA: .ed25519(ed25519)
        case .rs256: .rsa(try rsa.get())
        }
    }

    package static let p256 = P256.Signing.PrivateKey()
    private static let p384 = P384.Signing.PrivateKey()
    private static let p521 = P521.Signing.PrivateKey()
    private static let ed25519 = Curve25519.Signing.PrivateKey()
    private static let rsa = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    package var algorithm: COSEAlgorithm {
        switch self {
        case .p256: .es256
        case .p384: .es384
        case .p521: .es512
        case .ed25519: .edDSA
        case .rsa: .rs256
        }
    }

    /// The signature in the form of WebAuthn: ECDSA as DER.
    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        switch self {
        case .p256(let key): Array(try key.signature(for: SHA256.hash(data: message)).derRepresentation)
        case .p384(let key): Array(try key.signature(for: SHA384.hash(data: message)).derRepresentation)
        case .p521(let key): Array(try key.signature(for: SHA512.hash(data: message)).derRepresentation)
        case .ed25519(let key): Array(try key.signature(for: message))
        case .rsa(let key):
            Array(
                try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation
            )
        }
    }

    /// The public key for a certificate.
    package var certificateKey: Certificate.PublicKey {
        switch self {
        case .p256(let key): Certificate.PublicKey(key.publicKey)
        case .p384(let key): Certificate.PublicKey(key.publicKey)
        case .p521(let key): Certificate.PublicKey(key.publicKey)
        case .ed25519(let key): Certificate.PublicKey(key.publicKey)
        case .rsa(let key): Certificate.PublicKey(key.publicKey)
        }
    }

    /// The parameters of the public key as COSE, in the order of CTAP2.
    package var parameters: [(Int64, ForgedCBOR)] {
        get throws {
            let algorithm = (Int64(3), ForgedCBOR.number(algorithm.rawValue))
            switch self {
            case .p256, .p384, .p521:
                let (x, y) = coordinates
                let curve: Int64 = [.es256: 1, .es384: 2, .es512: 3][self.algorithm] ?? 0
                return [(1, .number(2)), algorithm, (-1, .number(curve)), (-2, .bytes(x)), (-3, .bytes(y))]
            case .ed25519(let key):
                let x = Array(key.publicKey.rawRepresentation)
                return [(1, .number(1)), algorithm, (-1, .number(6)), (-2, .bytes(x))]
            case .rsa(let key):
                let numbers = try key.publicKey.getKeyPrimitives()
                return [
                    (1, .number(3)), algorithm, (-1, .bytes(Array(numbers.modulus))),
                    (-2, .bytes(Array(numbers.publicExponent))),
                ]
            }
        }
    }

    /// The public key as COSE.
    package var cose: [UInt8] {
        get throws { Self.cose(try parameters) }
    }

    package static func cose(_ parameters: [(Int64, ForgedCBOR)]) -> [UInt8] {
        ForgedCBOR.map(parameters.map { (.number($0.0), $0.1) }).encoded
    }

    /// x and y of a curve's point; empty for other keys.
    package var coordinates: (x: [UInt8], y: [UInt8]) {
        let point: [UInt8]
        switch self {
        case .p256(let key): point = Array(key.publicKey.rawRepresentation)
        case .p384(let key): point = Array(key.publicKey.rawRepresentation)
        case .p521(let key): point = Array(key.publicKey.rawRepresentation)
        case .ed25519, .rsa: point = []
        }
        return (Array(point.prefix(point.count / 2)), Array(point.suffix(point.count / 2)))
    }
}
