internal import Encoding

/// Makes an identity provider's metadata, valid until a test breaks one thing.
package struct MetadataForge: Sendable {
    package var document: String

    package init() throws {
        let ring = try ForgeKeyRing.shared.get()
        document = """
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" \
            xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ID="_metadata-1" entityID="\(ForgeScene.provider)" \
            validUntil="2026-02-01T00:00:00Z"><md:IDPSSODescriptor WantAuthnRequestsSigned="true" \
            protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
            \(Self.key(ring.provider, use: "signing"))\(Self.key(ring.providerNext, use: "signing"))\
            \(Self.key(ring.provider, use: "encryption"))\
            <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
            Location="https://idp.example.com/slo" ResponseLocation="https://idp.example.com/slo/done"/>\
            <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>\
            <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
            Location="https://idp.example.com/sso"/>\
            <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" \
            Location="https://idp.example.com/sso/post"/></md:IDPSSODescriptor></md:EntityDescriptor>
            """
    }

    /// Changes the document.
    ///
    /// - Throws: ``ForgeFault`` where the text is not there.
    package mutating func replace(_ old: String, by new: String) throws {
        document = try ResponseForge.replacing(old, by: new, in: document)
    }

    package var bytes: [UInt8] { Array(document.utf8) }

    /// A key as metadata publishes it.
    package static func key(_ key: ForgeKey, use: String?) -> String {
        let attribute = use.map { " use=\"\($0)\"" } ?? ""
        return """
            <md:KeyDescriptor\(attribute)><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\
            \(Base64.encode(key.certificate))</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
            """
    }
}
