internal import XMLSecurity

/// What both logout messages say of themselves; read from signed bytes only (SAML Core 2.0, sections 3.2.1 and 3.2.2).
package struct LogoutEnvelope: Sendable {
    package let id: MessageID
    package let version: String
    package let issueInstant: SAMLInstant
    package let destination: String?
    package let issuer: Issuer?

    init(reading root: XMLElement) throws(SAMLRejection) {
        version = try MessageForm.attribute("Version", of: root) ?? ""
        id = try MessageForm.identifier(of: root)
        issueInstant = try MessageForm.requiredInstant("IssueInstant", of: root)
        destination = try MessageForm.attribute("Destination", of: root)
        issuer = try Issuer(childOf: root)
    }
}

/// A logout request of the identity provider whose signature and fields hold. The caller looks up the sessions by connection,
/// name and index, never by cookie (attacks 1.7 #119), and records the id against replay (#116).
package struct VerifiedLogoutRequest: Sendable {
    package let id: MessageID
    package let nameID: NameID
    /// The sessions meant; empty means all sessions of the person on this connection.
    package let sessionIndexes: [String]
    package let relayState: RelayState?
    /// Until when the id must be remembered.
    package let keepUntil: SAMLInstant
}

/// The identity provider's answer to our logout request, whose signature and fields hold.
package struct VerifiedLogoutResponse: Sendable {
    package let answeredRequest: MessageID
    package let outcome: Outcome
    package let relayState: RelayState?

    /// What the provider says. Whatever it is, our own sessions are ended by then.
    package enum Outcome: Sendable, Equatable {
        case success
        case partial
        case failed
    }
}
