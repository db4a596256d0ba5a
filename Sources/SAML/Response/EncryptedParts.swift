internal import XMLSecurity

/// Opens what an identity provider encrypted for us: a whole assertion, a single name, a single attribute (SAML Core 2.0,
/// sections 2.3.4, 2.2.4 and 2.7.3.2). What comes out is a new document, read from the start (attacks 1.5 #80).
struct EncryptedParts {
    static let noDecryptionKey = SAMLCode(
        "SAML-ENC-01",
        reason: "Something in the message is encrypted, but this connection has no key to decrypt it.",
        cure:
            "Give the identity provider our metadata, which holds the encryption certificate, or switch encryption off there."
    )
    static let undecryptable = SAMLCode(
        "SAML-ENC-02",
        reason: "What is encrypted in the message could not be decrypted and read.",
        cure:
            "Load our current metadata into the identity provider. Use AES-GCM with RSA-OAEP; AES-CBC is taken only inside a "
            + "signed response, 3DES and RSA 1.5 never."
    )

    static let codes = [noDecryptionKey, undecryptable]

    /// Newest first.
    let decryptionKeys: [DecryptionKey]

    /// Decrypts to a document.
    ///
    /// - Throws: `SAML-ENC-01` without a key; `SAML-ENC-02` for every other reason, so that nobody learns which
    ///   (attacks 1.5 #82).
    func open(
        _ container: XMLElement,
        policy: XMLDecryption.Policy
    ) throws(SAMLRejection) -> ReceivedXML {
        guard !decryptionKeys.isEmpty else { throw SAMLRejection(Self.noDecryptionKey) }
        for key in decryptionKeys {
            guard let bytes = try? XMLDecryption.decrypt(container, key: key, policy: policy) else { continue }
            guard let document = try? ReceivedXML(reading: bytes) else { break }
            return document
        }
        throw SAMLRejection(Self.undecryptable)
    }

    /// The one element inside a container that stands in a believed element, whose signature covers the ciphertext.
    ///
    /// - Throws: `SAML-ENC-…`.
    func believedElement(in container: XMLElement, named name: String) throws(SAMLRejection) -> XMLElement {
        try Self.root(of: open(container, policy: .gcmAndCBCUnderVerifiedSignature), named: name)
    }

    static func root(of document: ReceivedXML, named name: String) throws(SAMLRejection) -> XMLElement {
        let root = document.root
        guard root.isNamed(name, in: SAMLNamespace.assertion) else { throw SAMLRejection(undecryptable) }
        return root
    }
}
