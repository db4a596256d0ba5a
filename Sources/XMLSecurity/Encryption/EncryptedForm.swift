internal import Encoding

/// `EncryptedData` and its one `EncryptedKey` as values, every part checked against closed lists (attacks 1.5 #76-#79).
struct EncryptedForm {
    static let namespace = "http://www.w3.org/2001/04/xmlenc#"
    private static let namespace11 = "http://www.w3.org/2009/xmlenc11#"

    let cipher: ContentCipher
    let ciphertext: [UInt8]
    let transport: KeyTransport
    let encryptedKey: [UInt8]

    /// - Returns: nil for every form but the known one.
    init?(in container: XMLElement) {
        guard let data = Self.only("EncryptedData", in: container),
            Self.hasType("Element", data),
            let cipher = Self.cipher(of: data),
            let key = Self.encryptedKey(of: data, beside: container),
            let transport = Self.transport(of: key),
            let encryptedKey = Self.cipherValue(of: key),
            let ciphertext = Self.cipherValue(of: data)
        else { return nil }
        self.cipher = cipher
        self.ciphertext = ciphertext
        self.transport = transport
        self.encryptedKey = encryptedKey
    }

    /// XML Encryption 1.1, section 3.1: what kind of content it is.
    private static func hasType(_ type: String, _ data: XMLElement) -> Bool {
        guard let stated = data.attribute("Type") else { return true }
        return stated.hasSameBytes(as: namespace + type)
    }

    private static func cipher(of data: XMLElement) -> ContentCipher? {
        guard let method = only("EncryptionMethod", in: data), method.childElements.isEmpty,
            let uri = method.attribute("Algorithm")
        else { return nil }
        return ContentCipher.allCases.first { $0.rawValue.hasSameBytes(as: uri) }
    }

    /// The one encrypted key: inside KeyInfo, or beside the data, with or without a RetrievalMethod that names it by fragment
    /// (SAML Core 2.0 errata, E43; attacks 1.9 #130). A second one is refused, whomever it is for (attacks 1.5 #79).
    private static func encryptedKey(of data: XMLElement, beside container: XMLElement) -> XMLElement? {
        let info = data.elements("KeyInfo", in: SignatureForm.namespace)
        guard info.count <= 1 else { return nil }
        let inside = info.first?.elements("EncryptedKey", in: namespace) ?? []
        let beside = container.elements("EncryptedKey", in: namespace)
        guard let key = (inside + beside).first, inside.count + beside.count == 1 else { return nil }
        let retrievals = info.first?.elements("RetrievalMethod", in: SignatureForm.namespace) ?? []
        guard let retrieval = retrievals.first else { return key }
        guard retrievals.count == 1, inside.isEmpty, retrieval.childElements.isEmpty,
            let uri = retrieval.attribute("URI"), let id = key.attribute("Id"),
            uri.hasSameBytes(as: "#" + id)
        else { return nil }
        return key
    }

    /// XML Encryption 1.1, section 5.5.2: RSA-OAEP. RSA 1.5 has no name here (attacks 1.5 #76).
    private static func transport(of key: XMLElement) -> KeyTransport? {
        guard let method = only("EncryptionMethod", in: key), let uri = method.attribute("Algorithm")
        else { return nil }
        let digests = method.elements("DigestMethod", in: SignatureForm.namespace)
        let masks = method.elements("MGF", in: namespace11)
        guard digests.count <= 1, masks.count <= 1,
            method.childElements.count == digests.count + masks.count
        else {
            return nil
        }
        var digest = DigestAlgorithm.sha1
        if let element = digests.first {
            guard let stated = element.attribute("Algorithm").flatMap(DigestAlgorithm.init(uri:)) else {
                return nil
            }
            digest = stated
        }
        if uri.hasSameBytes(as: namespace + "rsa-oaep-mgf1p") {
            return masks.isEmpty ? KeyTransport(digest: digest, maskDigest: .sha1) : nil
        }
        guard uri.hasSameBytes(as: namespace11 + "rsa-oaep") else { return nil }
        guard let mask = masks.first else { return KeyTransport(digest: digest, maskDigest: .sha1) }
        guard let maskURI = mask.attribute("Algorithm"),
            let maskDigest = maskDigests.first(where: { maskURI.hasSameBytes(as: namespace11 + $0.name) })
        else { return nil }
        return KeyTransport(digest: digest, maskDigest: maskDigest.digest)
    }

    private static let maskDigests: [(name: String, digest: DigestAlgorithm)] = [
        ("mgf1sha1", .sha1), ("mgf1sha256", .sha256), ("mgf1sha384", .sha384), ("mgf1sha512", .sha512),
    ]

    /// Inline only; `CipherReference` would fetch (attacks 1.5 #79).
    private static func cipherValue(of element: XMLElement) -> [UInt8]? {
        guard let data = only("CipherData", in: element), data.childElements.count == 1,
            let value = only("CipherValue", in: data), let text = value.text()
        else { return nil }
        return try? Base64.decode(text, ignoringWhitespace: true)
    }

    private static func only(_ name: String, in element: XMLElement) -> XMLElement? {
        let found = element.elements(name, in: namespace)
        return found.count == 1 ? found.first : nil
    }
}
