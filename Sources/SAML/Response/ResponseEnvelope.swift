internal import XMLSecurity

/// What the `Response` element says about itself, apart from its assertion (SAML Core 2.0, section 3.2.2).
package struct ResponseEnvelope: Sendable {
    package let id: MessageID
    package let version: String
    package let issueInstant: SAMLInstant
    package let destination: String?
    package let inResponseTo: String?
    package let issuer: Issuer?
    package let status: MessageStatus
    /// Whether these fields come from the bytes that a signature covers.
    package let isSigned: Bool

    init(reading root: XMLElement, isSigned: Bool) throws(SAMLRejection) {
        version = try MessageForm.attribute("Version", of: root) ?? ""
        id = try MessageForm.identifier(of: root)
        issueInstant = try MessageForm.requiredInstant("IssueInstant", of: root)
        destination = try MessageForm.attribute("Destination", of: root)
        inResponseTo = try MessageForm.attribute("InResponseTo", of: root)
        issuer = try Issuer(childOf: root)
        status = try MessageStatus(childOf: root)
        self.isSigned = isSigned
    }
}

/// Who issued a message or an assertion (SAML Core 2.0, section 2.2.5).
package struct Issuer: Sendable {
    package let name: String
    package let format: String?

    /// The `Issuer` child of the element; nil where there is none.
    init?(childOf element: XMLElement) throws(SAMLRejection) {
        guard let issuer = try MessageForm.optional("Issuer", in: SAMLNamespace.assertion, of: element) else {
            return nil
        }
        name = try MessageForm.text(of: issuer)
        format = try MessageForm.attribute("Format", of: issuer)
    }
}

/// The status of a response (SAML Core 2.0, section 3.2.2.1), as found: a check judges it.
package struct MessageStatus: Sendable {
    /// The top-level codes; anything but exactly one is refused by a check.
    package let codes: [String]
    /// The second-level code, such as `…:status:AuthnFailed`.
    package let subcode: String?
    /// What the identity provider wrote for people.
    package let message: String?

    init(childOf element: XMLElement) throws(SAMLRejection) {
        guard let status = try MessageForm.optional("Status", in: SAMLNamespace.protocols, of: element) else {
            codes = []
            subcode = nil
            message = nil
            return
        }
        let found = status.elements("StatusCode", in: SAMLNamespace.protocols)
        var codes: [String] = []
        for code in found {
            codes.append(try MessageForm.attribute("Value", of: code) ?? "")
        }
        self.codes = codes
        let second = found.first?.elements("StatusCode", in: SAMLNamespace.protocols).first
        subcode = second?.attribute("Value")
        message = status.elements("StatusMessage", in: SAMLNamespace.protocols).first?.text()
    }
}
