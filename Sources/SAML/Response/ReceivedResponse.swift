internal import XMLSecurity

/// A response as it came in: bytes of XML that nobody has looked at yet. The first of the three types raw, parsed, verified.
package struct ReceivedResponse: Sendable {
    /// The document, UTF-8.
    package let bytes: [UInt8]

    /// - Parameter bytes: the XML itself, already out of its base64; see ``PostBinding``.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The issuer that the response claims to have. **Nobody vouches for it**: an inspection that was told keys but no name may
    /// take it as the name to compare with; a connection never does.
    ///
    /// - Throws: why the document can't be read, or `SAML-ISS-01` where it names no usable issuer.
    package func claimedIssuer() throws(SAMLRejection) -> EntityID {
        let root = try DocumentReading.document(bytes).root
        guard let name = try Issuer(childOf: root)?.name, let entityID = EntityID(name) else {
            throw ResponseIssuerCheck.refusal("no usable issuer")
        }
        return entityID
    }
}
