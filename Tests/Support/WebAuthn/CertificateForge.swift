package import Crypto
package import Foundation
package import SwiftASN1
package import X509

/// Makes certificates of attestations, signed by a root of its own.
package struct CertificateForge {
    /// Who signs: a key and the name that certificates have as their issuer.
    package struct Authority: Sendable {
        package let key: P256.Signing.PrivateKey
        package let name: DistinguishedName

        package init(name: String) throws {
            key = P256.Signing.PrivateKey()
            self.name = try DistinguishedName { CommonName(name) }
        }

        /// Its own certificate.
        package func certificate(from start: Date = CertificateForge.start) throws -> [UInt8] {
            var forge = CertificateForge(key: Certificate.PublicKey(key.publicKey), issuer: self)
            forge.subject = name
            forge.isAuthority = true
            forge.notBefore = start
            return try forge.der()
        }
    }

    /// 2024-01-01T00:00:00Z, from when certificates are valid.
    package static let start = Date(timeIntervalSince1970: 1_704_067_200)
    /// 2044-01-01T00:00:00Z, until when.
    package static let end = Date(timeIntervalSince1970: 2_335_219_200)
    /// A moment in between, in seconds since 1970.
    package static let moment: Int64 = 1_800_000_000

    /// id-fido-gen-ce-aaguid.
    package static let modelExtension: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    package var version = Certificate.Version.v3
    package var key: Certificate.PublicKey
    package var subject: DistinguishedName
    /// Basic constraints; nil leaves them out.
    package var isAuthority: Bool? = false
    package var extensions: [Certificate.Extension] = []
    package var notBefore = Self.start
    package var notAfter = Self.end
    package var issuer: Authority

    package init(key: Certificate.PublicKey, issuer: Authority) {
        self.key = key
        self.issuer = issuer
        subject = DistinguishedName()
    }

    package func der() throws -> [UInt8] {
        var all = extensions
        switch isAuthority {
        case true?:
            all.append(try Certificate.Extension(.isCertificateAuthority(maxPathLength: nil), critical: true))
        case false?: all.append(try Certificate.Extension(.notCertificateAuthority, critical: true))
        case nil: break
        }
        let certificate = try Certificate(
            version: version,
            serialNumber: Certificate.SerialNumber(bytes: [0x2A]),
            publicKey: key,
            notValidBefore: notBefore,
            notValidAfter: notAfter,
            issuer: issuer.name,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions(all),
            issuerPrivateKey: Certificate.PrivateKey(issuer.key)
        )
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    /// The subject of a packed attestation's certificate.
    package static func packedSubject(
        country: String? = "HU",
        organization: String? = "Example Keys",
        unit: String? = "Authenticator Attestation",
        name: String? = "Example Key 1"
    ) throws -> DistinguishedName {
        var parts: [RelativeDistinguishedName] = []
        let attributes: [(ASN1ObjectIdentifier, String?)] = [
            (.RDNAttributeType.countryName, country), (.RDNAttributeType.organizationName, organization),
            (.RDNAttributeType.organizationalUnitName, unit), (.RDNAttributeType.commonName, name),
        ]
        for (type, value) in attributes {
            if let value { parts.append(RelativeDistinguishedName(.init(type: type, utf8String: value))) }
        }
        return DistinguishedName(parts)
    }

    /// The subject alternative name of a TPM's certificate.
    package static func tpmName(maker: String? = "id:414D4400", model: String? = "Model", version: String? = "id:13")
        throws -> Certificate.Extension
    {
        let attributes = [(1, maker), (2, model), (3, version)].compactMap { number, value in
            value.map {
                RelativeDistinguishedName.Attribute(type: [2, 23, 133, 2, UInt(number)], utf8String: $0)
            }
        }
        return try Certificate.Extension(
            SubjectAlternativeNames([.directoryName(DistinguishedName([RelativeDistinguishedName(attributes)]))]),
            critical: true
        )
    }
}
