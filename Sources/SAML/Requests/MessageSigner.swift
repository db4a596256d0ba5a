package import XMLSecurity

/// Our signing key with the algorithm it signs by; signs documents (POST binding, metadata) and octets (Redirect binding).
package struct MessageSigner: Sendable {
    package let key: SigningKey
    package let algorithm: SignatureAlgorithm

    package init(key: SigningKey, algorithm: SignatureAlgorithm) {
        self.key = key
        self.algorithm = algorithm
    }

    /// Embeds an enveloped signature over the element with that ID, right behind its issuer.
    ///
    /// - Throws: what ``XMLSigner`` throws.
    func sign(document: [UInt8], id: MessageID, after place: SignaturePlace) throws -> [UInt8] {
        try XMLSigner.sign(document, elementID: id.text, key: key, algorithm: algorithm, place: place)
    }

    /// A signature over octets as they are.
    ///
    /// - Throws: what ``OctetSignature`` throws.
    func sign(octets: [UInt8]) throws -> [UInt8] {
        try OctetSignature.sign(octets, key: key, algorithm: algorithm)
    }
}
