import Encoding
import SwiftASN1
import X509

/// WebAuthn Level 3 section 8.2: signed by an attestation key with a certificate, or by the credential's own key.
enum PackedAttestation {
    static func verify(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        // ECDAA, of Level 1, was removed in Level 2.
        guard statement.members["ecdaaKeyId"] == nil else { throw WebAuthnRejection(.statementECDAA) }
        guard statement.members["x5c"] == nil else { return try verifyCertified(statement) }
        return try verifySelf(statement)
    }

    /// Step 2.
    private static func verifyCertified(
        _ statement: AttestationStatement
    ) throws(WebAuthnRejection) -> AttestationType {
        try statement.requireExactly(["alg", "sig", "x5c"])
        let certificates = try statement.certificates()
        let certificate = certificates[0]
        try statement.requireSignature(
            over: statement.signedBytes,
            by: certificate,
            statement.algorithm(),
            else: .packedSignature
        )
        try checkRequirements(certificate)
        try certificate.requireModel(statement.attested.aaguid)
        return .certified(certificates)
    }

    /// Step 3.
    private static func verifySelf(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        try statement.requireExactly(["alg", "sig"])
        let key = statement.attested.publicKey
        guard try statement.algorithm() == key.algorithm else { throw WebAuthnRejection(.packedSelfAlgorithm) }
        let signature = try statement.bytes("sig")
        let verdict = COSESignature.judge(
            signature,
            of: statement.signedBytes,
            by: key.verification,
            algorithm: key.algorithm
        )
        guard verdict == .valid else { throw WebAuthnRejection(.packedSignature) }
        return .selfAttestation
    }

    /// Section 8.2.1.
    private static func checkRequirements(_ certificate: AttestationCertificate) throws(WebAuthnRejection) {
        guard certificate.isVersion3 else { throw WebAuthnRejection(.packedVersion) }
        let unit = certificate.subject(.RDNAttributeType.organizationalUnitName)
        guard unit?.hasSameBytes(as: "Authenticator Attestation") == true,
            certificate.subject(.RDNAttributeType.countryName)?.utf8.count == 2,
            certificate.subject(.RDNAttributeType.organizationName) != nil,
            certificate.subject(.RDNAttributeType.commonName) != nil
        else { throw WebAuthnRejection(.packedSubject) }
        guard certificate.isEndEntity else { throw WebAuthnRejection(.packedAuthority) }
    }
}
