internal import XMLSecurity

/// What an assertion says, as values (SAML Core 2.0, section 2.3.3). Whether it may be believed depends on where the element
/// came from: the validator reads only elements that ``VerifiedXML`` handed out.
package struct Assertion: Sendable {
    package let id: MessageID
    package let version: String
    package let issueInstant: SAMLInstant
    package let issuer: Issuer?
    package let subject: Subject?
    package let conditions: Conditions?
    package let authenticationStatements: [AuthenticationStatement]
    package let attributes: [AttributeElement]

    /// `Advice`, and any assertion inside it, is never looked at (attacks 1.1 #33, 1.9 #145).
    init(reading element: XMLElement, opening parts: EncryptedParts) throws(SAMLRejection) {
        try MessageForm.expect(element, "Assertion", in: SAMLNamespace.assertion)
        version = try MessageForm.attribute("Version", of: element) ?? ""
        id = try MessageForm.identifier(of: element)
        issueInstant = try MessageForm.requiredInstant("IssueInstant", of: element)
        issuer = try Issuer(childOf: element)
        subject = try Subject(childOf: element, opening: parts)
        conditions = try Conditions(childOf: element)
        var statements: [AuthenticationStatement] = []
        for statement in element.elements("AuthnStatement", in: SAMLNamespace.assertion) {
            statements.append(try AuthenticationStatement(reading: statement))
        }
        authenticationStatements = statements
        attributes = try AttributeElement.all(in: element, opening: parts)
    }
}

/// Whom an assertion is about, and how the bringer proves to be allowed to bring it (SAML Core 2.0, section 2.4.1).
package struct Subject: Sendable {
    package let nameID: NameID?
    package let confirmations: [SubjectConfirmation]

    init?(childOf element: XMLElement, opening parts: EncryptedParts) throws(SAMLRejection) {
        guard let subject = try MessageForm.optional("Subject", in: SAMLNamespace.assertion, of: element) else {
            return nil
        }
        nameID = try NameID(childOf: subject, opening: parts)
        var confirmations: [SubjectConfirmation] = []
        for confirmation in subject.elements("SubjectConfirmation", in: SAMLNamespace.assertion) {
            confirmations.append(try SubjectConfirmation(reading: confirmation))
        }
        self.confirmations = confirmations
    }
}

extension NameID {
    /// The `NameID` child of a believed element, plain or encrypted; nil where there is none. Both at once name two persons
    /// (attacks 1.5 #81).
    init?(childOf element: XMLElement, opening parts: EncryptedParts) throws(SAMLRejection) {
        let plain = try MessageForm.optional("NameID", in: SAMLNamespace.assertion, of: element)
        let encrypted = try MessageForm.optional("EncryptedID", in: SAMLNamespace.assertion, of: element)
        switch (plain, encrypted) {
        case (let name?, nil): try self.init(reading: name)
        case (nil, let container?): try self.init(reading: parts.believedElement(in: container, named: "NameID"))
        case (nil, nil): return nil
        case (_?, _?): throw SAMLRejection(MessageForm.repeated, detail: "NameID beside EncryptedID in \(element.name)")
        }
    }

    private init(reading name: XMLElement) throws(SAMLRejection) {
        value = try MessageForm.text(of: name)
        format = NameIDFormat(uri: try MessageForm.attribute("Format", of: name))
        nameQualifier = try MessageForm.attribute("NameQualifier", of: name)
        serviceProviderQualifier = try MessageForm.attribute("SPNameQualifier", of: name)
    }
}

/// One way in which the subject may be confirmed (SAML Core 2.0, section 2.4.1.1).
package struct SubjectConfirmation: Sendable {
    package let method: String
    /// Whether there is a `SubjectConfirmationData` at all.
    package let hasData: Bool
    package let notBefore: SAMLInstant?
    package let notOnOrAfter: SAMLInstant?
    package let recipient: String?
    package let inResponseTo: String?

    /// `Address` is not read: behind proxies and on mobile networks it names nobody (attacks 1.9 #142).
    init(reading element: XMLElement) throws(SAMLRejection) {
        method = try MessageForm.attribute("Method", of: element) ?? ""
        let data = try MessageForm.optional("SubjectConfirmationData", in: SAMLNamespace.assertion, of: element)
        hasData = data != nil
        guard let data else {
            notBefore = nil
            notOnOrAfter = nil
            recipient = nil
            inResponseTo = nil
            return
        }
        notBefore = try MessageForm.instant("NotBefore", of: data)
        notOnOrAfter = try MessageForm.instant("NotOnOrAfter", of: data)
        recipient = try MessageForm.attribute("Recipient", of: data)
        inResponseTo = try MessageForm.attribute("InResponseTo", of: data)
    }
}

/// When and for whom an assertion holds (SAML Core 2.0, section 2.5).
package struct Conditions: Sendable {
    package let notBefore: SAMLInstant?
    package let notOnOrAfter: SAMLInstant?
    /// One array for each `AudienceRestriction`.
    package let audienceRestrictions: [[String]]
    package let isForOneUse: Bool
    /// Local names of conditions that we do not understand.
    package let unknown: [String]

    init?(childOf element: XMLElement) throws(SAMLRejection) {
        guard let conditions = try MessageForm.optional("Conditions", in: SAMLNamespace.assertion, of: element) else {
            return nil
        }
        notBefore = try MessageForm.instant("NotBefore", of: conditions)
        notOnOrAfter = try MessageForm.instant("NotOnOrAfter", of: conditions)
        var restrictions: [[String]] = []
        var unknown: [String] = []
        var isForOneUse = false
        for child in conditions.childElements {
            if child.isNamed("AudienceRestriction", in: SAMLNamespace.assertion) {
                var audiences: [String] = []
                for audience in child.elements("Audience", in: SAMLNamespace.assertion) {
                    audiences.append(try MessageForm.text(of: audience))
                }
                restrictions.append(audiences)
            } else if child.isNamed("OneTimeUse", in: SAMLNamespace.assertion) {
                isForOneUse = true
            } else if !child.isNamed("ProxyRestriction", in: SAMLNamespace.assertion) {
                unknown.append(child.name)
            }
        }
        audienceRestrictions = restrictions
        self.unknown = unknown
        self.isForOneUse = isForOneUse
    }
}

/// That and how the person authenticated at the identity provider (SAML Core 2.0, section 2.7.2).
package struct AuthenticationStatement: Sendable {
    package let authenticatedAt: SAMLInstant
    package let sessionIndex: String?
    package let sessionNotOnOrAfter: SAMLInstant?
    package let contextClass: String?

    init(reading element: XMLElement) throws(SAMLRejection) {
        authenticatedAt = try MessageForm.requiredInstant("AuthnInstant", of: element)
        sessionIndex = try MessageForm.attribute("SessionIndex", of: element)
        sessionNotOnOrAfter = try MessageForm.instant("SessionNotOnOrAfter", of: element)
        let context = try MessageForm.optional("AuthnContext", in: SAMLNamespace.assertion, of: element)
        guard let context,
            let reference = try MessageForm.optional("AuthnContextClassRef", in: SAMLNamespace.assertion, of: context)
        else {
            contextClass = nil
            return
        }
        contextClass = try MessageForm.text(of: reference)
    }
}
