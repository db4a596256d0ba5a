/// The assertion that the forge starts from.
package enum AssertionTemplate {
    package static let subject = """
        <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ada</saml:NameID>\
        \(confirmation)</saml:Subject>
        """
    package static let confirmation = """
        <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
        <saml:SubjectConfirmationData NotOnOrAfter="2026-01-15T12:05:00Z" Recipient="\(ForgeScene.acs)" \
        InResponseTo="\(ForgeScene.request)"/></saml:SubjectConfirmation>
        """
    package static let audience = """
        <saml:AudienceRestriction><saml:Audience>\(ForgeScene.us)</saml:Audience></saml:AudienceRestriction>
        """
    package static let conditions = """
        <saml:Conditions NotBefore="2026-01-15T11:55:00Z" NotOnOrAfter="2026-01-15T12:05:00Z">\
        \(audience)</saml:Conditions>
        """
    package static let authentication = """
        <saml:AuthnStatement AuthnInstant="2026-01-15T11:59:50Z" SessionIndex="session-1" \
        SessionNotOnOrAfter="2026-01-15T20:00:00Z"><saml:AuthnContext><saml:AuthnContextClassRef>\
        urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>\
        </saml:AuthnContext></saml:AuthnStatement>
        """
    package static let attributes = """
        <saml:AttributeStatement>\
        <saml:Attribute Name="email"><saml:AttributeValue>ada@example.com</saml:AttributeValue></saml:Attribute>\
        <saml:Attribute Name="groups"><saml:AttributeValue>engineers</saml:AttributeValue>\
        <saml:AttributeValue>on call</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
        """
    package static let standard = """
        <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion-1" Version="2.0" \
        IssueInstant="2026-01-15T11:59:58Z"><saml:Issuer>\(ForgeScene.provider)</saml:Issuer>\
        \(subject)\(conditions)\(authentication)\(attributes)</saml:Assertion>
        """
}
