import Crypto
import Encoding
import Foundation
import JOSE

/// The bytes that a verifier which mixes up algorithms would use as an HMAC secret (CVE-2015-9235).
enum PublicKeyForms {
    /// The public key as JWK, as PEM, as DER, and raw.
    static func all(of key: PublicKey) -> [[UInt8]] {
        let jwk = JSONWebKey(key).jsonBytes()
        let object = (try? StrictJSON.parse(jwk))?.object
        guard let x = object?["x"]?.string.flatMap({ try? Base64URL.decode($0) }),
            let y = object?["y"]?.string.flatMap({ try? Base64URL.decode($0) }),
            let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
        else { return [] }
        return [
            jwk, Array(key.pemRepresentation.utf8), Array((key.pemRepresentation + "\n").utf8),
            Array(key.derRepresentation), Array(key.x963Representation), x + y,
        ]
    }

    static func hmacToken(_ payload: [UInt8], kid: String, secret: [UInt8]) throws -> String {
        let header: JSONValue = ["alg": "HS256", "typ": "at+jwt", "kid": .string(kid)]
        let input = "\(Base64URL.encode(header.serialized())).\(Base64URL.encode(payload))"
        let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: SymmetricKey(data: secret))
        return "\(input).\(Base64URL.encode(code))"
    }
}
