internal import XMLSecurity

/// Our answer to an identity provider's logout request (SAML Core 2.0, section 3.7.2).
package struct LogoutResponse: Sendable {
    package let id: MessageID
    package let issuedAt: SAMLInstant
    /// The provider's SLO address for responses.
    package let destination: String
    package let issuer: EntityID
    /// The request that this answers.
    package let inResponseTo: MessageID
    package let outcome: Outcome

    /// What became of the request.
    package enum Outcome: Sendable, Equatable {
        /// The sessions are ended, or there were none.
        case success
        /// Ended here, but not everywhere (SAML Core 2.0, section 3.7.3.2).
        case partial
        /// The request was refused.
        case refused
    }

    package init(
        id: MessageID,
        issuedAt: SAMLInstant,
        destination: String,
        issuer: EntityID,
        inResponseTo: MessageID,
        outcome: Outcome
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.destination = destination
        self.issuer = issuer
        self.inResponseTo = inResponseTo
        self.outcome = outcome
    }

    /// The unsigned document.
    package func document() -> [UInt8] {
        XMLComposer("samlp:LogoutResponse")
            .attribute("xmlns:samlp", SAMLNamespace.protocols)
            .attribute("xmlns:saml", SAMLNamespace.assertion)
            .attribute("ID", id.text)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", issuedAt.description)
            .attribute("Destination", destination)
            .attribute("InResponseTo", inResponseTo.text)
            .child(XMLComposer("saml:Issuer", text: issuer.text))
            .child(XMLComposer("samlp:Status").child(statusCode))
            .document()
    }

    /// The address for the Redirect binding, signed in the query.
    ///
    /// - Throws: what signing throws.
    package func redirectAddress(relayState: RelayState?, signer: MessageSigner) throws -> String {
        try RedirectBinding.address(
            .response,
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
        return PostForm(.response, document: signed, to: destination, relayState: relayState)
    }

    /// PartialLogout is a second-level code (SAML Core 2.0, section 3.2.2.2).
    private var statusCode: XMLComposer {
        let code = XMLComposer("samlp:StatusCode")
        return switch outcome {
        case .success: code.attribute("Value", SAMLURI.success)
        case .partial:
            code.attribute("Value", SAMLURI.responder)
                .child(XMLComposer("samlp:StatusCode").attribute("Value", SAMLURI.partialLogout))
        case .refused: code.attribute("Value", SAMLURI.requester)
        }
    }
}
