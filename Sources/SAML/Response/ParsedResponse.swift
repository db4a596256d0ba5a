internal import XMLSecurity

/// A response whose XML was read strictly, and of which **nothing is believed**: its fields may refuse the message, and say
/// which signature has to be verified, but no fact is ever taken from here (attacks 0, rule 1).
package struct ParsedResponse {
    /// The document that was read; its signatures are verified.
    let document: ReceivedXML
    let envelope: ResponseEnvelope
    let content: AssertionContent

    /// In which clothes the one assertion came.
    enum AssertionContent: Sendable, Equatable {
        case plain
        case encrypted
    }

    static let noAssertion = SAMLCode(
        "SAML-FORM-08",
        reason: "The response says success but carries no assertion.",
        cure:
            "Check that the person is assigned to the application at the identity provider; else report it to its vendor."
    )
    static let severalAssertions = SAMLCode(
        "SAML-FORM-09",
        reason: "The response carries more than one assertion, plain or encrypted.",
        cure:
            "Let the identity provider send exactly one assertion. If it is known to send one, treat this as an attack."
    )

    package static let codes = [noAssertion, severalAssertions]

    /// Reads the XML, the envelope, and how many assertions there are; runs the checks that can refuse before any signature.
    ///
    /// - Throws: the first rejection among XML, form, ``EnvelopeCheck/beforeTrust`` and the number of assertions.
    package init(
        reading response: ReceivedResponse,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        document = try DocumentReading.document(response.bytes)
        let root = document.root
        try MessageForm.expect(root, "Response", in: SAMLNamespace.protocols)
        envelope = try ResponseEnvelope(reading: root, isSigned: false)
        for check in ResponseChecks.beforeTrust {
            try check.check(envelope, in: circumstances)
        }
        content = try Self.content(of: root)
    }

    /// SAML Profiles 2.0, section 4.1.4.2, allows several assertions; choosing between them is where libraries were broken,
    /// so exactly one is accepted (attacks 1.1 #35).
    static func content(of root: XMLElement) throws(SAMLRejection) -> AssertionContent {
        let plain = root.elements("Assertion", in: SAMLNamespace.assertion).count
        let encrypted = root.elements("EncryptedAssertion", in: SAMLNamespace.assertion).count
        guard plain + encrypted > 0 else { throw SAMLRejection(noAssertion) }
        guard plain + encrypted == 1 else {
            throw SAMLRejection(severalAssertions, detail: "\(plain) plain, \(encrypted) encrypted")
        }
        return plain == 1 ? .plain : .encrypted
    }
}
