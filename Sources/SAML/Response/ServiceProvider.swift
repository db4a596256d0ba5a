package import XMLSecurity

/// We, as one connection's identity provider knows us.
package struct ServiceProvider: Sendable {
    package let entityID: EntityID
    /// The address that takes responses; compared byte for byte with `Destination` and `Recipient`.
    package let assertionConsumerService: String
    /// The address that takes logout messages; nil where the connection has none.
    package let singleLogoutService: String?
    /// Keys that encrypted assertions may be encrypted for, newest first; empty where none is published.
    package let decryptionKeys: [DecryptionKey]

    static let unusableKey = SAMLCode(
        "SAML-KEY-03",
        reason: "Our own decryption key can't be read, is not RSA, or is too weak.",
        cure: "Make a new RSA key of at least 2048 bits and give the identity provider our new metadata."
    )

    package static let codes = [unusableKey]

    /// Reads a key of ours, PKCS #8 or PKCS #1 in PEM.
    ///
    /// - Throws: `SAML-KEY-03`.
    package static func decryptionKey(pem: String) throws(SAMLRejection) -> DecryptionKey {
        do {
            return try DecryptionKey(pem: pem)
        } catch {
            throw SAMLRejection(unusableKey, detail: "\(error)")
        }
    }

    package init(
        entityID: EntityID,
        assertionConsumerService: String,
        singleLogoutService: String? = nil,
        decryptionKeys: [DecryptionKey] = []
    ) {
        self.entityID = entityID
        self.assertionConsumerService = assertionConsumerService
        self.singleLogoutService = singleLogoutService
        self.decryptionKeys = decryptionKeys
    }
}
