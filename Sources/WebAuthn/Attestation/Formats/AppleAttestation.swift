import Crypto
import SwiftASN1

/// WebAuthn Level 3 section 8.8: a certificate that Apple's anonymization CA makes for this one credential.
enum AppleAttestation {
    /// The extension with the nonce.
    private static let nonceExtension: ASN1ObjectIdentifier = [1, 2, 840, 113635, 100, 8, 2]

    static func verify(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        // Devices before the section was published send `alg` as well; nothing is verified with it.
        if statement.members["alg"] == nil {
            try statement.requireExactly(["x5c"])
        } else {
            try statement.requireExactly(["alg", "x5c"])
        }
        let certificates = try statement.certificates()
        // Steps 2 to 4. The statement has no signature: the nonce in the certificate binds it to this registration.
        let nonce = try nonce(of: certificates[0])
        guard nonce.elementsEqual(SHA256.hash(data: statement.signedBytes)) else {
            throw WebAuthnRejection(.appleNonce)
        }
        // Step 5.
        guard certificates[0].certifies(statement.attested.publicKey) else { throw WebAuthnRejection(.appleKey) }
        return .certified(certificates)
    }

    /// The extension's value: `SEQUENCE { [1] EXPLICIT OCTET STRING }`.
    private static func nonce(of certificate: AttestationCertificate) throws(WebAuthnRejection) -> ArraySlice<UInt8> {
        guard let (value, _) = certificate.extensionValue(nonceExtension) else {
            throw WebAuthnRejection(.appleExtension)
        }
        do {
            return try DER.sequence(DER.parse(value), identifier: .sequence) { nodes in
                try DER.explicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) { node in
                    try ASN1OctetString(derEncoded: node).bytes
                }
            }
        } catch {
            throw WebAuthnRejection(.appleExtension)
        }
    }
}
