/// Namespaces and identifiers of the specifications, spelled once.
package enum SAMLNamespace {
    /// SAML Core 2.0, section 1.2.
    package static let protocols = "urn:oasis:names:tc:SAML:2.0:protocol"
    /// SAML Core 2.0, section 1.2.
    package static let assertion = "urn:oasis:names:tc:SAML:2.0:assertion"
    /// SAML Metadata 2.0, section 2.1.
    package static let metadata = "urn:oasis:names:tc:SAML:2.0:metadata"
    /// XML Signature, section 1.3.
    package static let signature = "http://www.w3.org/2000/09/xmldsig#"
    /// XML Encryption, section 1.3.
    package static let encryption = "http://www.w3.org/2001/04/xmlenc#"
    /// XML Schema instances, for `xsi:nil` and `xsi:type`.
    package static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
}

/// Identifiers of SAML Core and SAML Bindings that stand as values in messages.
package enum SAMLURI {
    /// SAML Core 2.0, section 3.2.2.2: the only top-level status that carries an assertion.
    package static let success = "urn:oasis:names:tc:SAML:2.0:status:Success"
    /// SAML Core 2.0, section 3.7.3: not every participant was signed out.
    package static let partialLogout = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout"
    /// SAML Core 2.0, section 3.2.2.2: the fault is the requester's.
    package static let requester = "urn:oasis:names:tc:SAML:2.0:status:Requester"
    /// SAML Core 2.0, section 3.2.2.2: the fault is the responder's.
    package static let responder = "urn:oasis:names:tc:SAML:2.0:status:Responder"
    /// SAML Profiles 2.0, section 3.3: who brings the assertion is its subject.
    package static let bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
    /// SAML Bindings 2.0, section 3.4.
    package static let redirectBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
    /// SAML Bindings 2.0, section 3.5.
    package static let postBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    /// SAML Bindings 2.0, section 3.4.4.1: the only encoding of the Redirect binding.
    package static let deflateEncoding = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE"
}
