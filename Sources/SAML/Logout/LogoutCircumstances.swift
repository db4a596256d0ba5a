package import XMLSecurity

/// What a logout message is compared with. The address is our SLO address, byte for byte.
package struct LogoutCircumstances: Sendable {
    package let identityProvider: TrustedIdentityProvider
    package let entityID: EntityID
    package let address: String
    package let skew: ClockSkew
    package let now: SAMLInstant
    /// Keys for a NameID that is encrypted by itself, newest first.
    package let decryptionKeys: [DecryptionKey]

    /// How old a logout message may be, in seconds, where it does not say so itself: five minutes.
    package static let longestAge: Int64 = 300

    package init(
        identityProvider: TrustedIdentityProvider,
        entityID: EntityID,
        address: String,
        skew: ClockSkew,
        now: SAMLInstant,
        decryptionKeys: [DecryptionKey] = []
    ) {
        self.identityProvider = identityProvider
        self.entityID = entityID
        self.address = address
        self.skew = skew
        self.now = now
        self.decryptionKeys = decryptionKeys
    }
}

/// A rule about a logout message's own fields. One type is one rule, one file and one code.
package protocol LogoutCheck: SendableMetatype {
    /// What this check refuses with.
    static var code: SAMLCode { get }
    /// - Throws: ``SAMLRejection`` with ``code``, and with no other.
    static func check(_ envelope: LogoutEnvelope, in circumstances: LogoutCircumstances) throws(SAMLRejection)
}

extension LogoutCheck {
    static func refusal(_ detail: String = "") -> SAMLRejection { SAMLRejection(code, detail: detail) }
}

/// The order of the checks of logout messages; the documentation prints it.
package enum LogoutChecks {
    /// Asked of requests and responses alike, after the signature.
    package static let ofEnvelope: [any LogoutCheck.Type] = [
        LogoutVersionCheck.self,
        LogoutIssuerCheck.self,
        LogoutDestinationCheck.self,
        LogoutIssueInstantCheck.self,
    ]
}
