internal import Encoding
internal import XMLSecurity

/// The certificates of a role, by use (SAML Metadata 2.0, section 2.4.1.1).
struct MetadataKeys {
    private(set) var signing: [[UInt8]] = []
    private(set) var encryption: [[UInt8]] = []

    /// Bytes of one certificate, DER; a 4096-bit certificate with many names has a third of it.
    static let mostCertificateBytes = 16 * 1_024

    /// A missing `use` means both; a key for encryption never verifies (attacks 1.8 #126). The same certificate twice counts
    /// once.
    init(of role: XMLElement) throws(SAMLRejection) {
        let descriptors = role.elements("KeyDescriptor", in: SAMLNamespace.metadata)
        guard descriptors.count <= MetadataReader.mostEntries else {
            throw SAMLRejection(MetadataRefusals.tooManyKeys, detail: "\(descriptors.count) KeyDescriptor")
        }
        for descriptor in descriptors {
            let certificates = try Self.certificates(of: descriptor)
            let use = descriptor.attribute("use")
            guard use == nil || use == "signing" || use == "encryption" else {
                throw SAMLRejection(MetadataRefusals.unreadableCertificate, detail: "use \(SAMLRejection.quote(use))")
            }
            for certificate in certificates {
                // Weak and foreign keys are refused when the metadata is loaded, not at somebody's sign-in
                // (attacks 1.4 #69).
                if use != "encryption" { _ = try TrustedIdentityProvider.key(ofCertificate: certificate) }
                if use != "encryption", !signing.contains(certificate) { signing.append(certificate) }
                if use != "signing", !encryption.contains(certificate) { encryption.append(certificate) }
            }
        }
    }

    /// The first certificate of each `X509Data`: what follows it there is its chain, which is nobody's signing key.
    private static func certificates(of descriptor: XMLElement) throws(SAMLRejection) -> [[UInt8]] {
        var certificates: [[UInt8]] = []
        for info in descriptor.elements("KeyInfo", in: SAMLNamespace.signature) {
            for data in info.elements("X509Data", in: SAMLNamespace.signature) {
                guard let element = data.elements("X509Certificate", in: SAMLNamespace.signature).first else {
                    continue
                }
                certificates.append(try certificate(in: element))
            }
        }
        return certificates
    }

    private static func certificate(in element: XMLElement) throws(SAMLRejection) -> [UInt8] {
        guard let text = element.text(), text.utf8.count <= 2 * mostCertificateBytes,
            let der = try? Base64.decode(text, ignoringWhitespace: true), !der.isEmpty,
            der.count <= mostCertificateBytes
        else { throw SAMLRejection(MetadataRefusals.unreadableCertificate) }
        return der
    }
}
