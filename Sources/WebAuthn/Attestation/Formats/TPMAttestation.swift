import Crypto
import Encoding
import SwiftASN1
import X509

/// WebAuthn Level 3 section 8.3: a TPM certifies the credential's key by its attestation identity key (AIK).
///
/// Two departures: signatures with SHA-1, which early TPMs make, are refused; and the maker's identifier must be there in
/// its form, but is not looked up in the TCG's registry, since a root vouches for a TPM and a list of names does not.
enum TPMAttestation {
    static func verify(_ statement: AttestationStatement) throws(WebAuthnRejection) -> AttestationType {
        try statement.requireExactly(["ver", "alg", "x5c", "sig", "certInfo", "pubArea"])
        guard statement.members["ver"]?.text?.hasSameBytes(as: "2.0") == true else {
            throw WebAuthnRejection(.tpmVersion)
        }
        let algorithm = try statement.algorithm()
        let areaBytes = try statement.bytes("pubArea")
        let area = try TPMPublicArea(parsing: areaBytes)
        // "identical to the credentialPublicKey"
        guard area.describes(statement.attested.publicKey) else { throw WebAuthnRejection(.tpmKey) }
        let infoBytes = try statement.bytes("certInfo")
        let info = try TPMCertifyInfo(parsing: infoBytes)
        guard info.extraData == (try digest(of: statement.signedBytes, by: algorithm)) else {
            throw WebAuthnRejection(.tpmExtraData)
        }
        guard info.name == area.name(ofArea: areaBytes) else { throw WebAuthnRejection(.tpmName) }
        let certificates = try statement.certificates()
        try statement.requireSignature(over: infoBytes, by: certificates[0], algorithm, else: .tpmSignature)
        try checkRequirements(certificates[0])
        try certificates[0].requireModel(statement.attested.aaguid)
        return .certified(certificates)
    }

    /// "the hash algorithm employed in alg"; EdDSA employs none that is apart from the signature.
    private static func digest(
        of bytes: [UInt8],
        by algorithm: COSEAlgorithm
    ) throws(WebAuthnRejection) -> [UInt8] {
        switch algorithm {
        case .es256, .rs256: Array(SHA256.hash(data: bytes))
        case .es384: Array(SHA384.hash(data: bytes))
        case .es512: Array(SHA512.hash(data: bytes))
        case .edDSA: throw WebAuthnRejection(.statementAlgorithm)
        }
    }

    // MARK: Section 8.3.1

    /// tcg-kp-AIKCertificate.
    private static let identityKeyUsage: ASN1ObjectIdentifier = [2, 23, 133, 8, 3]
    /// tcg-at-tpmManufacturer, tcg-at-tpmModel, tcg-at-tpmVersion (TCG EK Credential Profile section 3.2.9).
    private static let maker: ASN1ObjectIdentifier = [2, 23, 133, 2, 1]
    private static let model: ASN1ObjectIdentifier = [2, 23, 133, 2, 2]
    private static let version: ASN1ObjectIdentifier = [2, 23, 133, 2, 3]

    private static func checkRequirements(_ certificate: AttestationCertificate) throws(WebAuthnRejection) {
        guard certificate.isVersion3 else { throw WebAuthnRejection(.tpmCertificateVersion) }
        guard certificate.certificate.subject.isEmpty else { throw WebAuthnRejection(.tpmSubject) }
        guard namesTPM(certificate) else { throw WebAuthnRejection(.tpmAlternativeName) }
        guard let usages = try? certificate.certificate.extensions.extendedKeyUsage,
            usages.contains(.init(oid: identityKeyUsage))
        else { throw WebAuthnRejection(.tpmKeyUsage) }
        guard certificate.isEndEntity else { throw WebAuthnRejection(.tpmAuthority) }
    }

    private static func namesTPM(_ certificate: AttestationCertificate) -> Bool {
        guard let names = try? certificate.certificate.extensions.subjectAlternativeNames else { return false }
        var values: [ASN1ObjectIdentifier: String] = [:]
        for case .directoryName(let name) in names {
            for attribute in name.flatMap({ $0 }) {
                guard let value = String(attribute.value), values.updateValue(value, forKey: attribute.type) == nil
                else { return false }
            }
        }
        guard let maker = values[maker], values[model]?.isEmpty == false, values[version]?.isEmpty == false else {
            return false
        }
        // TCG Vendor ID Registry: "id:" and the four bytes of the identifier in hexadecimal.
        return maker.hasPrefix("id:") && (try? Hex.decode(String(maker.dropFirst(3))))?.count == 4
    }
}
