import Crypto
import CryptoExtras
public import FoundationEssentials

extension PublicKey {
    /// Whether `signature` is this key's over `message`, by this key's algorithm, in the raw form of RFC 7518: for ECDSA
    /// r and s at full length (never DER), for RSA as long as the modulus, for Ed25519 64 bytes.
    ///
    /// ECDSA with a high s is accepted: the algorithm allows it, so a token's bytes are no identifier for it (its `jti`
    /// is).
    public func isValidSignature(_ signature: [UInt8], for message: some DataProtocol) -> Bool {
        switch (material, algorithm) {
        case (.p256(let key), .es256):
            // BoringSSL refuses r or s that is zero or not below the group's order.
            guard signature.count == 64, let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(parsed, for: SHA256.hash(data: message))
        case (.p384(let key), .es384):
            guard signature.count == 96, let parsed = try? P384.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(parsed, for: SHA384.hash(data: message))
        case (.p521(let key), .es512):
            guard signature.count == 132, let parsed = try? P521.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(parsed, for: SHA512.hash(data: message))
        case (.ed25519(let key), .edDSA):
            // BoringSSL refuses S that is not below the group's order (RFC 8032 section 5.1.7).
            guard signature.count == 64 else { return false }
            return key.isValidSignature(signature, for: message)
        case (.rsa(let key, let modulus, _), _):
            // RFC 8017 sections 8.1.2 and 8.2.2, step 1: the signature has the modulus' length, neither less nor more.
            guard signature.count == modulus.count else { return false }
            return isValidRSASignature(_RSA.Signing.RSASignature(rawRepresentation: signature), of: key, for: message)
        case (.p256, _), (.p384, _), (.p521, _), (.ed25519, _):
            return false
        }
    }

    private func isValidRSASignature(
        _ signature: _RSA.Signing.RSASignature,
        of key: _RSA.Signing.PublicKey,
        for message: some DataProtocol
    ) -> Bool {
        switch algorithm {
        case .rs256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
        case .rs512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
        case .ps256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .PSS)
        case .ps384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .PSS)
        case .ps512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .PSS)
        case .es256, .es384, .es512, .edDSA: false
        }
    }
}
