import Crypto
import Encoding
import FoundationEssentials

extension PublicKey {
    /// The SHA-256 thumbprint of RFC 7638: a digest over the members that make the key, in the order and the spelling
    /// that section 3.2 gives. It names the key wherever it goes; we use it as `kid`.
    public var thumbprint: KeyIdentifier {
        let digest = SHA256.hash(data: JSONValue.object(requiredMembers).serialized())
        return KeyIdentifier(thumbprint: Base64URL.encode(digest))
    }

    /// The required members of the key's type, in lexicographic order (RFC 7638 section 3.2; for OKP RFC 8037 section 2).
    var requiredMembers: JSONObject {
        switch material {
        case .p256(let key): Self.ellipticMembers("P-256", Array(key.rawRepresentation))
        case .p384(let key): Self.ellipticMembers("P-384", Array(key.rawRepresentation))
        case .p521(let key): Self.ellipticMembers("P-521", Array(key.rawRepresentation))
        case .ed25519(let key):
            ["crv": "Ed25519", "kty": "OKP", "x": .string(Base64URL.encode(key.rawRepresentation))]
        case .rsa(_, let modulus, let exponent):
            ["e": .string(Base64URL.encode(exponent)), "kty": "RSA", "n": .string(Base64URL.encode(modulus))]
        }
    }

    private static func ellipticMembers(_ curve: String, _ point: [UInt8]) -> JSONObject {
        let (x, y) = (point.prefix(point.count / 2), point.suffix(point.count / 2))
        return [
            "crv": .string(curve), "kty": "EC", "x": .string(Base64URL.encode(x)), "y": .string(Base64URL.encode(y)),
        ]
    }
}
