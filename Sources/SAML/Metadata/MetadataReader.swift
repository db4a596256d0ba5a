internal import Encoding
package import XMLSecurity

/// Reads an identity provider's metadata (SAML Metadata 2.0). The XML goes through the same strict reader as messages
/// (attacks 1.8 #127), but for comments, which are left out: Shibboleth writes them into its own metadata, an admin who uploads
/// a document or pins its signature speaks for all of it, and a value is read whole on both sides of one. What could be meant
/// in two ways is refused by its own code.
package struct MetadataReader: Sendable {
    private let addresses: MetadataAddressRule

    /// Keys, or addresses of one kind, in one descriptor; a provider in rotation has two keys and four addresses.
    package static let mostEntries = 32

    package init(addresses: MetadataAddressRule = .https) {
        self.addresses = addresses
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - document: `EntityDescriptor`, or `EntitiesDescriptor` around one or more, UTF-8.
    ///   - entityID: which provider is meant; without it there must be exactly one.
    ///   - signedBy: keys of which one must have signed the whole document; nil where nobody pinned one.
    /// - Throws: `SAML-META-…`, `SAML-XML-…`, `SAML-FORM-…`.
    package func read(
        _ document: [UInt8],
        entityID: EntityID? = nil,
        signedBy trust: SignatureTrust? = nil
    ) throws(SAMLRejection) -> IdentityProviderMetadata {
        let root: XMLElement
        if let trust {
            do {
                root = try XMLSignatureVerifier.verify(document, comments: .leftOut, signed: .root, trust: trust).root
            } catch {
                throw SAMLRejection(MetadataRefusals.unsigned, detail: "\(error)")
            }
        } else {
            root = try DocumentReading.document(document, comments: .leftOut).root
        }
        return try provider(in: root, named: entityID)
    }

    /// Entities may be nested in groups (SAML Metadata 2.0, section 2.3.1); a group's expiry holds for all inside.
    private func provider(
        in root: XMLElement,
        named entityID: EntityID?
    ) throws(SAMLRejection) -> IdentityProviderMetadata {
        var candidates: [Candidate] = []
        try collect(from: root, expiry: Expiry(), into: &candidates)
        if let entityID {
            candidates = candidates.filter { $0.entityID == entityID }
            guard !candidates.isEmpty else {
                throw SAMLRejection(MetadataRefusals.notFound, detail: SAMLRejection.quote(entityID.text))
            }
        }
        guard let candidate = candidates.first else { throw SAMLRejection(MetadataRefusals.noProvider) }
        guard candidates.count == 1 else {
            let names = candidates.prefix(10).map { SAMLRejection.quote($0.entityID.text) }.joined(separator: ", ")
            throw SAMLRejection(MetadataRefusals.severalProviders, detail: names)
        }
        return try read(candidate)
    }

    /// An entity that has the role of identity provider.
    private struct Candidate {
        let entityID: EntityID
        let role: XMLElement
        let expiry: Expiry
    }

    /// The earliest `validUntil` and the shortest `cacheDuration` of an element and those around it.
    private struct Expiry {
        var validUntil: SAMLInstant?
        var cacheSeconds: Int64?

        /// An unreadable cacheDuration is passed over: it is a hint to fetch sooner, and without it the host's own interval
        /// holds. An unreadable validUntil is refused.
        func narrowed(by element: XMLElement) throws(SAMLRejection) -> Expiry {
            var expiry = self
            if let until = try MessageForm.instant("validUntil", of: element) {
                expiry.validUntil = min(until, validUntil ?? until)
            }
            if let text = element.attribute("cacheDuration"), let duration = SAMLDuration(text) {
                expiry.cacheSeconds = min(duration.seconds, cacheSeconds ?? duration.seconds)
            }
            return expiry
        }
    }

    private func collect(
        from element: XMLElement,
        expiry outer: Expiry,
        into candidates: inout [Candidate]
    ) throws(SAMLRejection) {
        let expiry = try outer.narrowed(by: element)
        if element.isNamed("EntitiesDescriptor", in: SAMLNamespace.metadata) {
            for child in element.childElements
            where child.isNamed("EntityDescriptor", in: SAMLNamespace.metadata)
                || child.isNamed("EntitiesDescriptor", in: SAMLNamespace.metadata)
            {
                try collect(from: child, expiry: expiry, into: &candidates)
            }
            return
        }
        guard element.isNamed("EntityDescriptor", in: SAMLNamespace.metadata) else {
            throw SAMLRejection(MetadataRefusals.notMetadata, detail: "root \(SAMLRejection.quote(element.name))")
        }
        let roles = element.elements("IDPSSODescriptor", in: SAMLNamespace.metadata)
        guard let role = roles.first else { return }
        guard let entityID = element.attribute("entityID").flatMap({ EntityID($0) }) else {
            throw SAMLRejection(MetadataRefusals.unusableEntityID)
        }
        guard roles.count == 1 else {
            throw SAMLRejection(MetadataRefusals.repeatedRole, detail: SAMLRejection.quote(entityID.text))
        }
        candidates.append(Candidate(entityID: entityID, role: role, expiry: try expiry.narrowed(by: role)))
    }

    // MARK: The role

    private func read(_ candidate: Candidate) throws(SAMLRejection) -> IdentityProviderMetadata {
        let role = candidate.role
        let protocols = role.attribute("protocolSupportEnumeration") ?? ""
        guard protocols.split(separator: " ").contains(where: { String($0).hasSameBytes(as: SAMLNamespace.protocols) })
        else {
            throw SAMLRejection(MetadataRefusals.wrongProtocol, detail: SAMLRejection.quote(protocols))
        }
        let certificates = try MetadataKeys(of: role)
        guard !certificates.signing.isEmpty else { throw SAMLRejection(MetadataRefusals.noCertificate) }
        let signOn = try endpoints("SingleSignOnService", of: role)
        guard !signOn.isEmpty else { throw SAMLRejection(MetadataRefusals.noSignOnAddress) }
        var formats: [NameIDFormat] = []
        for format in role.elements("NameIDFormat", in: SAMLNamespace.metadata) {
            formats.append(NameIDFormat(uri: format.text().map(Self.trimmed)))
        }
        return IdentityProviderMetadata(
            entityID: candidate.entityID,
            signingCertificates: certificates.signing,
            encryptionCertificates: certificates.encryption,
            signOnEndpoints: signOn,
            logoutEndpoints: try endpoints("SingleLogoutService", of: role),
            nameIDFormats: formats,
            wantsSignedRequests: ["true", "1"].contains(role.attribute("WantAuthnRequestsSigned") ?? ""),
            validUntil: candidate.expiry.validUntil,
            cacheSeconds: candidate.expiry.cacheSeconds
        )
    }

    private func endpoints(_ name: String, of role: XMLElement) throws(SAMLRejection) -> [MetadataEndpoint] {
        let elements = role.elements(name, in: SAMLNamespace.metadata)
        guard elements.count <= Self.mostEntries else {
            throw SAMLRejection(MetadataRefusals.tooManyKeys, detail: name)
        }
        var endpoints: [MetadataEndpoint] = []
        for element in elements {
            let location = try MessageForm.requiredAttribute("Location", of: element)
            try addresses.check(location)
            let response = try MessageForm.attribute("ResponseLocation", of: element)
            if let response { try addresses.check(response) }
            guard let binding = MetadataEndpoint.Binding(uri: try MessageForm.requiredAttribute("Binding", of: element))
            else { continue }
            endpoints.append(MetadataEndpoint(binding: binding, location: location, responseLocation: response))
        }
        return endpoints
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
