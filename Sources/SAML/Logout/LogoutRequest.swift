internal import XMLSecurity

/// Our wish that a session ends everywhere, to the identity provider (SAML Core 2.0, section 3.7.1).
package struct LogoutRequest: Sendable {
    package let id: MessageID
    package let issuedAt: SAMLInstant
    /// The provider's SLO address.
    package let destination: String
    package let issuer: EntityID
    /// The person, exactly as the assertion named them, qualifiers included.
    package let nameID: NameID
    /// The sessions to end, as the assertions named them; empty ends all of the person's.
    package let sessionIndexes: [String]
    /// Until when the request may be delivered.
    package let notOnOrAfter: SAMLInstant?

    package init(
        id: MessageID,
        issuedAt: SAMLInstant,
        destination: String,
        issuer: EntityID,
        nameID: NameID,
        sessionIndexes: [String],
        notOnOrAfter: SAMLInstant? = nil
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.destination = destination
        self.issuer = issuer
        self.nameID = nameID
        self.sessionIndexes = sessionIndexes
        self.notOnOrAfter = notOnOrAfter
    }

    /// The unsigned document.
    package func document() -> [UInt8] {
        XMLComposer("samlp:LogoutRequest")
            .attribute("xmlns:samlp", SAMLNamespace.protocols)
            .attribute("xmlns:saml", SAMLNamespace.assertion)
            .attribute("ID", id.text)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", issuedAt.description)
            .attribute("Destination", destination)
            .attribute("NotOnOrAfter", notOnOrAfter?.description)
            .child(XMLComposer("saml:Issuer", text: issuer.text))
            .child(
                XMLComposer("saml:NameID", text: nameID.value)
                    .attribute("NameQualifier", nameID.nameQualifier)
                    .attribute("SPNameQualifier", nameID.serviceProviderQualifier)
                    .attribute("Format", nameID.format == .unspecified ? nil : nameID.format.uri)
            )
            .children(sessionIndexes.map { XMLComposer("samlp:SessionIndex", text: $0) })
            .document()
    }

    /// The address for the Redirect binding. SAML Profiles 2.0, section 4.4.4.1: logout requests must be signed, so a signer
    /// is not optional here.
    ///
    /// - Throws: what signing throws.
    package func redirectAddress(relayState: RelayState?, signer: MessageSigner) throws -> String {
        try RedirectBinding.address(
            .request,
            document: document(),
            to: destination,
            relayState: relayState,
            signer: signer
        )
    }

    /// The form for the POST binding, signed inside the document.
    ///
    /// - Throws: what signing throws.
    package func postForm(relayState: RelayState?, signer: MessageSigner) throws -> PostForm {
        let signed = try signer.sign(document: document(), id: id, after: .issuer)
        return PostForm(.request, document: signed, to: destination, relayState: relayState)
    }
}
