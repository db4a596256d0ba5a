import SAML
import SAMLForge
import Testing

@Suite("Valid responses of every kind")
struct ResponseAcceptanceTests {
    @Test(
        arguments: [
            Set([SignedPart.response]), Set([SignedPart.assertion]), Set([SignedPart.response, .assertion]),
        ]
    )
    func acceptsEachPlaceOfTheSignature(_ parts: Set<SignedPart>) throws {
        // attacks 1.9 #129
        let verified = try validate(ResponseForge(signing: parts))
        #expect(Set(verified.signed) == parts)
        #expect(verified.nameID.value == "ada")
        #expect(verified.nameID.format == .persistent)
        #expect(verified.subject == "ada")
        #expect(verified.attributes["email"]?.values == ["ada@example.com"])
        #expect(verified.attributes["groups"]?.values == ["engineers", "on call"])
        #expect(verified.session.index == "session-1")
        #expect(verified.answeredRequest?.text == ForgeScene.request)
        #expect(verified.replay.assertionID.text == "_assertion-1")
        #expect(verified.replay.responseID.text == "_response-1")
        #expect(verified.notOnOrAfter.description == "2026-01-15T12:05:00Z")
    }

    @Test func remembersAgainstReplayUntilTheEndAndTheSkew() throws {
        // attacks 1.6 #83
        let verified = try validate(ResponseForge()) { $0.skew = .standard }
        #expect(verified.replay.keepUntil.description == "2026-01-15T12:07:00Z")
    }

    @Test(arguments: [ForgeEncryption.Cipher.aes128GCM, .aes256GCM])
    func acceptsEncryptedSignedAssertions(_ cipher: ForgeEncryption.Cipher) throws {
        // attacks 1.9 #130
        let verified = try validate(ResponseForge(signing: [.assertion], encrypting: ForgeEncryption(cipher)))
        #expect(verified.signed == [.assertion])
        #expect(verified.nameID.value == "ada")
    }

    @Test func acceptsTheEncryptedKeyAsSibling() throws {
        // attacks 1.9 #130: Shibboleth's RetrievalMethod by fragment
        var encryption = ForgeEncryption()
        encryption.keyPlace = .sibling
        #expect(try validate(ResponseForge(signing: [.assertion], encrypting: encryption)).nameID.value == "ada")
    }

    @Test(arguments: [ForgeEncryption.Cipher.aes128CBC, .aes256CBC, .aes256GCM])
    func acceptsUnsignedEncryptedAssertionsInsideSignedResponses(_ cipher: ForgeEncryption.Cipher) throws {
        // attacks 1.1 #32, 1.5 #77: CBC under an outer verified signature
        let verified = try validate(ResponseForge(signing: [.response], encrypting: ForgeEncryption(cipher)))
        #expect(verified.signed == [.response])
        #expect(verified.nameID.value == "ada")
    }

    @Test func acceptsBothSignaturesAroundEncryption() throws {
        let forge = try ResponseForge(signing: [.response, .assertion], encrypting: ForgeEncryption())
        #expect(try validate(forge) { $0.signature = .both }.signed == [.response, .assertion])
    }

    @Test func acceptsEitherKeyOfARotation() throws {
        // attacks 1.9 #136
        var forge = try ResponseForge()
        forge.key = try ForgeKeyRing.shared.get().providerNext
        #expect(try validate(forge).nameID.value == "ada")
    }

    @Test(
        arguments: [
            // attacks 1.9 #137
            (" IssueInstant=\"2026-01-15T11:59:58Z\"", " IssueInstant=\"2026-01-15T11:59:58.1234567Z\""),
            // 1.9 #138
            (">ada</saml:NameID>", ">CORP\\ada+1@example.com &amp; 𝔸</saml:NameID>"),
            ("nameid-format:persistent", "nameid-format:unheard-of"),
            (" Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\"", ""),
            // 1.9 #141
            (AssertionTemplate.audience, AssertionTemplate.audience + AssertionTemplate.audience),
            (
                "<saml:AudienceRestriction>",
                "<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience>"
            ),
            // 1.9 #142
            (
                AssertionTemplate.confirmation,
                "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:sender-vouches\"/>"
                    + AssertionTemplate.confirmation
            ),
            (" Recipient=", " Address=\"10.0.0.1\" Recipient="),
            // 1.9 #144
            (" SessionIndex=\"session-1\"", ""),
            ("ac:classes:PasswordProtectedTransport", "ac:classes:X509"),
            // 1.9 #145
            (
                "<saml:AuthnStatement ",
                "<saml:Advice><saml:AssertionIDRef>_x</saml:AssertionIDRef></saml:Advice><saml:AuthnStatement "
            ),
            // 1.9 #152
            ("</saml:AudienceRestriction>", "<saml:Audience/></saml:AudienceRestriction>"),
            // 1.6 #102: we take every assertion once; we issue none, so a proxy restriction binds nobody here
            ("</saml:Conditions>", "<saml:OneTimeUse/><saml:ProxyRestriction Count=\"0\"/></saml:Conditions>"),
            // 1.3 #56: attributes in a namespace are somebody else's
            ("<saml:Conditions ", "<saml:Conditions xmlns:x=\"urn:x\" x:NotOnOrAfter=\"2000-01-01T00:00:00Z\" "),
        ]
    )
    func acceptsVariations(_ old: String, _ new: String) throws {
        for parts in [Set([SignedPart.assertion]), [.response]] {
            var forge = try ResponseForge(signing: parts)
            try forge.inAssertion(old, becomes: new)
            _ = try validate(forge)
        }
    }

    @Test func readsEachFormOfAttributes() throws {
        // attacks 1.9 #140
        var forge = try ResponseForge()
        try forge.inAssertion(
            AssertionTemplate.attributes,
            becomes: """
                <saml:AttributeStatement xmlns:xs="http://www.w3.org/2001/XMLSchema" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
                <saml:Attribute Name="Role" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">\
                <saml:AttributeValue xsi:type="xs:string">a</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="Role"><saml:AttributeValue>b</saml:AttributeValue>\
                <saml:AttributeValue>a</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="none"/><saml:Attribute Name="empty"><saml:AttributeValue/></saml:Attribute>\
                <saml:Attribute Name="nil"><saml:AttributeValue xsi:nil="true"/></saml:Attribute>\
                </saml:AttributeStatement><saml:AttributeStatement>\
                <saml:Attribute Name="late"><saml:AttributeValue>c</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="nested"><saml:AttributeValue><saml:NameID>d</saml:NameID></saml:AttributeValue>\
                </saml:Attribute></saml:AttributeStatement>
                """
        )
        let attributes = try validate(forge).attributes
        #expect(attributes["Role"]?.values == ["a", "b"])
        #expect(attributes["none"]?.values == [])
        #expect(attributes["empty"]?.values == [""])
        #expect(attributes["nil"]?.values == [])
        #expect(attributes["late"]?.values == ["c"])
        // attacks 1.6 #105: what is not text is never flattened to text
        #expect(attributes["nested"]?.values == [])
        #expect(attributes["nested"]?.hasUnreadableValue == true)
    }

    @Test func acceptsAnUnsignedResponseWithoutDestination() throws {
        // attacks 1.6 #89
        var forge = try ResponseForge()
        try forge.inEnvelope(" Destination=\"\(ForgeScene.acs)\"", becomes: "")
        _ = try validate(forge)
    }

    @Test func acceptsInResponseToAtASignedResponseAlone() throws {
        // attacks 1.9 #146
        var forge = try ResponseForge(signing: [.response])
        try forge.inAssertion(" InResponseTo=\"\(ForgeScene.request)\"", becomes: "")
        _ = try validate(forge)
    }

    @Test func acceptsUnsolicitedResponsesWhereAllowed() throws {
        // attacks 1.9 #143
        var forge = try ResponseForge()
        try forge.dropRequest()
        let circumstances = try ForgeScene.circumstances(expecting: .unsolicited)
        let verified = try ResponseValidator(circumstances).validate(forge.response())
        #expect(verified.answeredRequest == nil)
    }

    @Test func takesTheSubjectFromAnAttribute() throws {
        var forge = try ResponseForge()
        try forge.inAssertion("nameid-format:persistent", becomes: "nameid-format:transient")
        #expect(try validate(forge) { $0.subject = .attribute("email") }.subject == "ada@example.com")
        #expect(try validate(forge) { $0.subject = .notLinked }.subject == nil)
    }

    private func validate(
        _ forge: ResponseForge,
        policy: (inout ResponsePolicy) -> Void = { _ in }
    ) throws -> VerifiedAssertion {
        try ResponseValidator(ForgeScene.circumstances(policy: policy)).validate(forge.response())
    }
}
