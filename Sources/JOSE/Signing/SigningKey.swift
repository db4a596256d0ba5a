import Crypto
import Encoding
import FoundationEssentials

/// A private key that signs compact tokens under one algorithm. Printing it shows its identifier alone.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The algorithm that this key signs with.
    public let algorithm: SigningAlgorithm
    /// The public half.
    public let publicKey: PublicKey
    /// The RFC 7638 thumbprint of the public half: the `kid` of what it signs.
    public let identifier: KeyIdentifier
    private let material: Material

    private enum Material: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private init(_ material: Material) {
        switch material {
        case .p256(let key):
            algorithm = .es256
            publicKey = PublicKey(algorithm: .es256, material: .p256(key.publicKey))
        case .ed25519(let key):
            algorithm = .edDSA
            publicKey = PublicKey(algorithm: .edDSA, material: .ed25519(key.publicKey))
        }
        identifier = publicKey.thumbprint
        self.material = material
    }

    /// A new key, from the randomness of the cryptographic library.
    public static func generate(_ algorithm: SigningAlgorithm) -> SigningKey {
        switch algorithm {
        case .es256: SigningKey(.p256(P256.Signing.PrivateKey()))
        case .edDSA: SigningKey(.ed25519(Curve25519.Signing.PrivateKey()))
        }
    }

    /// The key of a stored private key, 32 bytes for both algorithms.
    ///
    /// Throws ``JOSEError/malformedSigningKey``.
    public init(rawRepresentation: [UInt8], algorithm: SigningAlgorithm) throws(JOSEError) {
        do {
            switch algorithm {
            case .es256: self.init(.p256(try P256.Signing.PrivateKey(rawRepresentation: rawRepresentation)))
            case .edDSA: self.init(.ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: rawRepresentation)))
            }
        } catch {
            throw .malformedSigningKey
        }
    }

    /// The private key, 32 bytes, in clear: for the caller to seal before it is stored.
    public var rawRepresentation: [UInt8] {
        switch material {
        case .p256(let key): Array(key.rawRepresentation)
        case .ed25519(let key): Array(key.rawRepresentation)
        }
    }

    /// The compact JWS of `payload` with `typ`, `alg` and `kid` in its header and nothing else (RFC 7515 section 3.1).
    ///
    /// - Parameters:
    ///   - type: the kind of token, such as `at+jwt`; a verifier of another kind refuses it (RFC 8725 section 3.11).
    ///   - payload: the bytes to sign, not yet encoded.
    /// - Throws: ``JOSEError/signingFailed`` when the cryptographic library fails.
    public func sign(type: String, payload: [UInt8]) throws(JOSEError) -> String {
        let header: JSONValue = [
            "alg": .string(algorithm.rawValue), "typ": .string(type), "kid": .string(identifier.text),
        ]
        let signingInput = "\(Base64URL.encode(header.serialized())).\(Base64URL.encode(payload))"
        return "\(signingInput).\(Base64URL.encode(try signature(over: Array(signingInput.utf8))))"
    }

    /// The raw signature over `message`, 64 bytes for both algorithms.
    public func signature(over message: [UInt8]) throws(JOSEError) -> [UInt8] {
        do {
            switch material {
            case .p256(let key): return Array(try key.signature(for: message).rawRepresentation)
            case .ed25519(let key): return Array(try key.signature(for: message))
            }
        } catch {
            throw .signingFailed
        }
    }

    /// The algorithm and the identifier, nothing of the key.
    public var description: String { "SigningKey(\(algorithm.rawValue), \(identifier))" }
    /// The same.
    public var debugDescription: String { description }
    /// Without children, so that `dump` shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
