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
