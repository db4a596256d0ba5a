internal import Crypto
package import CryptoExtras
internal import FoundationEssentials
internal import SwiftASN1
internal import X509
package import XMLSecurity

/// A key of the forge with its self-signed certificate; made at the first use of a process, so none is kept in a file.
package struct ForgeKey: Sendable {
    /// PKCS #8, PEM.
    package let privatePEM: String
    /// The certificate, DER.
    package let certificate: [UInt8]
    package let algorithm: SignatureAlgorithm

    /// RSA, 2048 bits.
    package static func rsa(_ commonName: String) throws -> ForgeKey {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        return try ForgeKey(
            privatePEM: key.pkcs8PEMRepresentation,
            certificate: certificate(commonName, .init(key), .sha256WithRSAEncryption),
            algorithm: .rsaSHA256
        )
    }

    /// ECDSA on P-256.
    package static func p256(_ commonName: String) throws -> ForgeKey {
        let key = P256.Signing.PrivateKey()
        return try ForgeKey(
            privatePEM: key.pemRepresentation,
            certificate: certificate(commonName, .init(key), .ecdsaWithSHA256),
            algorithm: .ecdsaSHA256
        )
    }

    /// As the engine signs with it.
    package func signingKey() throws -> SigningKey { try SigningKey(pem: privatePEM) }

    /// A document with this key's signature in the element of that ID, which is the root, behind its issuer.
    package func signing(_ document: String, id: String) throws -> String {
        let signed = try XMLSigner.sign(
            Array(document.utf8),
            elementID: id,
            key: signingKey(),
            algorithm: algorithm,
            place: .issuer
        )
        let text = String(decoding: signed, as: UTF8.self)
        // An XML declaration can't stand inside another document.
        guard text.hasPrefix("<?xml"), let end = text.firstRange(of: "?>") else { return text }
        return String(text[end.upperBound...].drop { $0 == "\n" })
    }

    /// As the engine verifies with it.
    package func verificationKey() throws -> VerificationKey { try VerificationKey(certificateDER: certificate) }

    /// As the engine decrypts with it; RSA only.
    package func decryptionKey() throws -> DecryptionKey { try DecryptionKey(pem: privatePEM) }

    /// For encrypting to its holder; RSA only.
    package func encryptionKey() throws -> _RSA.Encryption.PublicKey {
        try _RSA.Encryption.PrivateKey(pemRepresentation: privatePEM).publicKey
    }

    private static func certificate(
        _ commonName: String,
        _ key: Certificate.PrivateKey,
        _ algorithm: Certificate.SignatureAlgorithm
    ) throws -> [UInt8] {
        let name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(bytes: [1]),
            publicKey: key.publicKey,
            notValidBefore: Date(timeIntervalSince1970: 1_700_000_000),
            notValidAfter: Date(timeIntervalSince1970: 1_900_000_000),
            issuer: name,
            subject: name,
            signatureAlgorithm: algorithm,
            extensions: Certificate.Extensions(),
            issuerPrivateKey: key
        )
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}

/// The keys that forged messages are made with.
package struct ForgeKeyRing: Sendable {
    /// The identity provider's.
    package let provider: ForgeKey
    /// The identity provider's next one, on a curve.
    package let providerNext: ForgeKey
    /// Somebody else's.
    package let attacker: ForgeKey
    /// Ours, for requests and for decryption.
    package let ours: ForgeKey

    /// One ring for a process: making RSA keys takes a while.
    package static let shared = Result {
        try ForgeKeyRing(
            provider: .rsa("idp.example.com"),
            providerNext: .p256("idp.example.com"),
            attacker: .rsa("attacker.example.net"),
            ours: .rsa("sp.example.org")
        )
    }
}
