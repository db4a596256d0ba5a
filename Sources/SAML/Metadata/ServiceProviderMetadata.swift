internal import Encoding
internal import XMLSecurity

/// Our own metadata for one connection, to be loaded by its identity provider (SAML Metadata 2.0, section 2.4.4).
package struct ServiceProviderMetadata: Sendable {
    package let serviceProvider: ServiceProvider
    /// Certificates, DER, that we sign with: the current one and, in rotation, the next or the last. Each is published as its
    /// own key, so that a change of keys is no cut.
    package let signingCertificates: [[UInt8]]
    /// The certificate, DER, to encrypt assertions for; nil where none is offered.
    package let encryptionCertificate: [UInt8]?
    /// The format asked for; nil leaves it to the provider.
    package var nameIDFormat: NameIDFormat?
    /// Whether our requests are signed.
    package var signsRequests = true
    /// Whether we ask for a signature by the assertion itself; false asks for nothing.
    package var wantsSignedAssertions = true
    /// After this a provider must fetch the metadata anew; nil for no end.
    package var validUntil: SAMLInstant?

    package init(
        _ serviceProvider: ServiceProvider,
        signingCertificates: [[UInt8]],
        encryptionCertificate: [UInt8]? = nil
    ) {
        self.serviceProvider = serviceProvider
        self.signingCertificates = signingCertificates
        self.encryptionCertificate = encryptionCertificate
    }

    /// The document.
    ///
    /// - Parameters:
    ///   - id: the root's `ID`; needed where the document is signed.
    package func document(id: MessageID? = nil) -> [UInt8] {
        XMLComposer("md:EntityDescriptor")
            .attribute("xmlns:md", SAMLNamespace.metadata)
            .attribute("xmlns:ds", SAMLNamespace.signature)
            .attribute("ID", id?.text)
            .attribute("entityID", serviceProvider.entityID.text)
            .attribute("validUntil", validUntil?.description)
            .child(role)
            .document()
    }

    /// The document with an enveloped signature as its first child (SAML Metadata 2.0, section 3.1).
    ///
    /// - Parameters:
    ///   - id: made from fresh randomness.
    ///   - signer: the key whose certificate the provider pins.
    /// - Throws: what signing throws.
    package func signedDocument(id: MessageID, by signer: MessageSigner) throws -> [UInt8] {
        try signer.sign(document: document(id: id), id: id, after: .firstChild)
    }

    /// Children in the order of the schema: keys, logout, names, consumers.
    private var role: XMLComposer {
        XMLComposer("md:SPSSODescriptor")
            .attribute("AuthnRequestsSigned", signsRequests ? "true" : "false")
            // The default is false, but SimpleSAMLphp takes a written false for a wish that assertions not be signed.
            .attribute("WantAssertionsSigned", wantsSignedAssertions ? "true" : nil)
            .attribute("protocolSupportEnumeration", SAMLNamespace.protocols)
            .children(signingCertificates.map { key($0, use: "signing") })
            .child(encryptionCertificate.map { key($0, use: "encryption", methods: Self.encryptionMethods) })
            .children(logoutServices)
            .child(nameIDFormat.map { XMLComposer("md:NameIDFormat", text: $0.uri) })
            .child(
                XMLComposer("md:AssertionConsumerService")
                    .attribute("Binding", SAMLURI.postBinding)
                    .attribute("Location", serviceProvider.assertionConsumerService)
                    .attribute("index", "0")
                    .attribute("isDefault", "true")
            )
    }

    /// What we decrypt whether or not the response is signed (attacks 1.5 #76, #77).
    private static let encryptionMethods = [
        "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        "http://www.w3.org/2009/xmlenc11#aes128-gcm",
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
    ]

    private var logoutServices: [XMLComposer] {
        guard let location = serviceProvider.singleLogoutService else { return [] }
        return [SAMLURI.redirectBinding, SAMLURI.postBinding].map {
            XMLComposer("md:SingleLogoutService").attribute("Binding", $0).attribute("Location", location)
        }
    }

    private func key(_ certificate: [UInt8], use: String, methods: [String] = []) -> XMLComposer {
        XMLComposer("md:KeyDescriptor")
            .attribute("use", use)
            .child(
                XMLComposer("ds:KeyInfo").child(
                    XMLComposer("ds:X509Data").child(
                        XMLComposer("ds:X509Certificate", text: Base64.encode(certificate))
                    )
                )
            )
            .children(methods.map { XMLComposer("md:EncryptionMethod").attribute("Algorithm", $0) })
    }
}
