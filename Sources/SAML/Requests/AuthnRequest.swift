internal import XMLSecurity

/// Our request that somebody be signed in (SAML Core 2.0, section 3.4.1).
package struct AuthnRequest: Sendable {
    package let id: MessageID
    package let issuedAt: SAMLInstant
    /// The identity provider's SSO address; goes into `Destination`.
    package let destination: String
    package let issuer: EntityID
    /// Where the response is to be posted.
    package let assertionConsumerService: String
    /// The format asked for; nil asks for none and lets the provider choose.
    package var nameIDFormat: NameIDFormat?
    /// Whether the person must authenticate anew.
    package var forcesAuthentication = false
    /// Whether the provider must not show anything to the person.
    package var isPassive = false
    /// Authentication context classes of which one is asked for, with comparison `exact`; empty asks for none.
    package var authenticationContexts: [String] = []

    /// - Parameters:
    ///   - id: made from fresh randomness; remembered until the answer comes.
    ///   - issuedAt: now.
    package init(
        id: MessageID,
        issuedAt: SAMLInstant,
        destination: String,
        serviceProvider: ServiceProvider
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.destination = destination
        issuer = serviceProvider.entityID
        assertionConsumerService = serviceProvider.assertionConsumerService
    }

    /// What to remember until the answer comes.
    package var sent: SentRequest {
        SentRequest(
            id: id,
            issuedAt: issuedAt,
            forcedAuthentication: forcesAuthentication,
            authenticationContexts: authenticationContexts
        )
    }

    /// The unsigned document.
    package func document() -> [UInt8] {
        XMLComposer("samlp:AuthnRequest")
            .attribute("xmlns:samlp", SAMLNamespace.protocols)
            .attribute("xmlns:saml", SAMLNamespace.assertion)
            .attribute("ID", id.text)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", issuedAt.description)
            .attribute("Destination", destination)
            .attribute("ForceAuthn", forcesAuthentication ? "true" : nil)
            .attribute("IsPassive", isPassive ? "true" : nil)
            .attribute("ProtocolBinding", SAMLURI.postBinding)
            .attribute("AssertionConsumerServiceURL", assertionConsumerService)
            .child(XMLComposer("saml:Issuer", text: issuer.text))
            .child(nameIDPolicy)
            .child(requestedContext)
            .document()
    }

    /// The address for the Redirect binding, signed in the query where a signer is given.
    ///
    /// - Throws: what signing throws.
    package func redirectAddress(relayState: RelayState?, signer: MessageSigner?) throws -> String {
        try RedirectBinding.address(
            .request,
            document: document(),
            to: destination,
            relayState: relayState,
            signer: signer
        )
    }

    /// The form for the POST binding, signed inside the document where a signer is given.
    ///
    /// - Throws: what signing throws.
    package func postForm(relayState: RelayState?, signer: MessageSigner?) throws -> PostForm {
        let document = try signer?.sign(document: document(), id: id, after: .issuer) ?? document()
        return PostForm(.request, document: document, to: destination, relayState: relayState)
    }

    /// SAML Core 2.0, section 3.4.1.1: without AllowCreate a provider may answer only for persons it has named to us before.
    private var nameIDPolicy: XMLComposer? {
        nameIDFormat.map {
            XMLComposer("samlp:NameIDPolicy").attribute("Format", $0.uri).attribute("AllowCreate", "true")
        }
    }

    /// SAML Core 2.0, section 3.3.2.2.1.
    private var requestedContext: XMLComposer? {
        guard !authenticationContexts.isEmpty else { return nil }
        return XMLComposer("samlp:RequestedAuthnContext")
            .attribute("Comparison", "exact")
            .children(authenticationContexts.map { XMLComposer("saml:AuthnContextClassRef", text: $0) })
    }
}
