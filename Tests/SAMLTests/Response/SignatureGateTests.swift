import SAML
import SAMLForge
import Testing

/// Who signed what: the wrapping family and its neighbours (attacks 1.1 to 1.5). Every case starts from a validly signed
/// response and moves, copies or adds something.
@Suite("Signatures and what they cover")
struct SignatureGateTests {
    private static let evil = AssertionTemplate.standard.replacing("ada", with: "eve")
        .replacing("_assertion-1", with: "_evil-1")

    private func code(_ text: String, policy: (inout ResponsePolicy) -> Void = { _ in }) throws -> String {
        let validator = try ResponseValidator(ForgeScene.circumstances(policy: policy))
        do {
            let verified = try validator.validate(ReceivedResponse(bytes: Array(text.utf8)))
            return "accepted \(verified.nameID.value)"
        } catch {
            return error.code.name
        }
    }

    /// A signed assertion apart from its signature element.
    private func parts() throws -> (signed: String, signature: String, bare: String) {
        let signed = try ResponseForge().signedAssertion()
        let start = try #require(signed.firstRange(of: "<ds:Signature"))
        let end = try #require(signed.firstRange(of: "</ds:Signature>"))
        let signature = String(signed[start.lowerBound..<end.upperBound])
        return (signed, signature, signed.replacing(signature, with: ""))
    }

    private func envelope(_ inner: String) throws -> String {
        try ResponseForge.replacing(ResponseForge.place, by: inner, in: ResponseForge().envelope)
    }

    @Test func refusesEveryWrapping() throws {
        let (signed, signature, bare) = try parts()
        let evil = Self.evil
        let issuer = "<saml:Issuer>\(ForgeScene.provider)</saml:Issuer>"
        let inEvil = { (what: String) in evil.replacing(issuer, with: issuer + what) }
        let copied = signature.replacing("</ds:Signature>", with: "<ds:Object>\(bare)</ds:Object></ds:Signature>")
        let whole = try ResponseForge(signing: [.response]).text()
        let cases: [(line: String, document: String)] = [
            (
                "1.1 #2 genuine response as a sibling",
                try envelope(whole.replacing("_response-1", with: "_response-2") + signature + evil)
            ),
            ("1.1 #3 forged one before", try envelope(evil + signed)),
            ("1.1 #11 forged one behind", try envelope(signed + evil)),
            ("1.1 #4 forged one around", try envelope(inEvil(signed))),
            ("1.1 #5 forged one bears the signature", try envelope(inEvil(signature) + bare)),
            ("1.1 #6, #8 genuine one in ds:Object", try envelope(inEvil(copied))),
            ("1.1 #7 genuine one in Extensions", try envelope("<samlp:Extensions>\(signed)</samlp:Extensions>" + evil)),
            (
                "1.1 #7 forged one in Extensions",
                try envelope("<samlp:Extensions>\(evil)</samlp:Extensions>" + signed + evil)
            ),
            ("1.1 #10 genuine one in a wrapper", try envelope("<samlp:Wrapper>\(signed)</samlp:Wrapper>")),
            (
                "1.1 #12 same ID, copied signature",
                try envelope(
                    "<samlp:Extensions>\(signed)</samlp:Extensions>"
                        + inEvil(signature).replacing("_evil-1", with: "_assertion-1")
                )
            ),
            (
                "1.1 #33 genuine one in Advice",
                try envelope(evil.replacing(issuer, with: issuer + "<saml:Advice>\(signed)</saml:Advice>"))
            ),
            (
                "1.1 #1 whole response inside a forged one",
                try envelope("<samlp:Extensions>\(whole)</samlp:Extensions>" + evil)
            ),
            (
                "1.1 #26 signature at the end",
                try envelope(bare.replacing("</saml:Assertion>", with: signature + "</saml:Assertion>"))
            ),
            ("1.1 #27 two signatures", try envelope(signed.replacing(signature, with: signature + signature))),
            ("1.1 #29 signature taken away", try envelope(bare)),
            ("1.1 #29 nothing signed", try envelope(AssertionTemplate.standard)),
            ("1.1 #35 two assertions", try envelope(signed + signed)),
            ("1.1 #34 two roots", try envelope(signed) + "<x/>"),
            ("1.1 #34 text behind", try envelope(signed) + "x"),
        ]
        for (line, document) in cases {
            let verdict = try code(document)
            #expect(!verdict.hasPrefix("accepted"), "\(line): \(verdict)")
        }
    }

    /// What was signed must not be changed, wherever it is changed.
    @Test(
        arguments: [
            (">ada<", ">eve<"), (">ada<", "><!-- x -->ada<"), (">ada<", ">ada<?x?><"), (">ada<", "><![CDATA[ada]]><"),
            ("ada@example.com", "eve@example.com"), ("engineers", "owners"), ("12:05:00Z\"", "13:05:00Z\""),
            (ForgeScene.us, "https://other.example"), ("session-1", "session-2"), ("_assertion-1\"", "_assertion-2\""),
            (" Name=\"email\"", " Name=\"role\""), ("<ds:Reference ", "<ds:Reference Type=\"x\" "),
            ("xml-exc-c14n#\"", "xml-exc-c14n#WithComments\""), ("#_assertion-1", ""),
            ("#_assertion-1", "#_response-1"),
            ("#_assertion-1", "#xpointer(id('_assertion-1'))"), ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
            ("rsa-sha256", "rsa-sha1"), ("2001/04/xmldsig-more#rsa-sha256", "2001/04/xmldsig-more#hmac-sha256"),
            ("</ds:SignedInfo>", "</ds:SignedInfo><ds:SignedInfo/>"),
            ("</ds:Signature>", "<ds:Object/></ds:Signature>"),
        ]
    )
    func refusesChangesBehindTheSignature(_ old: String, _ new: String) throws {
        // attacks 1.1 #16–#25, 1.3 #43–#45, 1.4 #64, #68, #74
        var forge = try ResponseForge(signing: [.assertion])
        forge.afterSigning(old, becomes: new)
        let verdict = try code(forge.text())
        #expect(!verdict.hasPrefix("accepted"), "\(verdict)")
    }

    @Test(
        arguments: [
            "<!DOCTYPE samlp:Response>", "<!DOCTYPE samlp:Response [<!ENTITY e \"eve\">]>", "<!-- x -->", "<?x y?>",
            "<?xml version=\"1.1\"?>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        ]
    )
    func refusesForbiddenMarkupAnywhere(_ prologue: String) throws {
        // attacks 0 #3, 1.3 #43–#50, #59, #60
        let verdict = try code(prologue + ResponseForge().text())
        #expect(verdict.hasPrefix("SAML-XML-"), "\(verdict)")
    }

    /// attacks 1.1 #14: what stands in the response beside a signed assertion is nobody's word.
    @Test func readsNothingFromBesideTheSignedPart() throws {
        let beside = """
            <samlp:Extensions><saml:AttributeStatement><saml:Attribute Name="groups"><saml:AttributeValue>owners\
            </saml:AttributeValue></saml:Attribute></saml:AttributeStatement></samlp:Extensions>
            """
        let status = "<samlp:Status>"
        let plain = try ResponseForge(signing: [.assertion]).text()
        let validator = try ResponseValidator(ForgeScene.circumstances())
        let expected = try validator.validate(ReceivedResponse(bytes: Array(plain.utf8)))
        let filled = try ResponseForge.replacing(status, by: beside + status, in: plain)
        let verified = try validator.validate(ReceivedResponse(bytes: Array(filled.utf8)))
        #expect(verified.attributes["groups"]?.values == ["engineers", "on call"])
        #expect(verified.attributes == expected.attributes)
        #expect(verified.nameID == expected.nameID)
    }

    @Test func acceptsADeclarationAndWhiteSpaceAround() throws {
        // attacks 1.9 #133
        #expect(
            try code("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + ResponseForge().text() + "\n") == "accepted ada"
        )
    }

    @Test func demandsWhatThePolicyDemands() throws {
        // attacks 1.1 #30
        let table: [(Set<SignedPart>, ResponsePolicy.SignatureRequirement, String)] = [
            ([.response], .signedResponse, "accepted ada"), ([.response], .signedAssertion, "SAML-SIG-03"),
            ([.response], .either, "accepted ada"), ([.response], .both, "SAML-SIG-03"),
            ([.assertion], .signedResponse, "SAML-SIG-02"), ([.assertion], .signedAssertion, "accepted ada"),
            ([.assertion], .either, "accepted ada"), ([.assertion], .both, "SAML-SIG-02"),
            ([.response, .assertion], .both, "accepted ada"), ([.response, .assertion], .either, "accepted ada"),
            ([], .either, "SAML-SIG-01"), ([], .signedAssertion, "SAML-SIG-01"), ([], .both, "SAML-SIG-02"),
        ]
        for (parts, requirement, expected) in table {
            for encryption in [nil, ForgeEncryption()] {
                let text = try ResponseForge(signing: parts, encrypting: encryption).text()
                #expect(try code(text) { $0.signature = requirement } == expected, "\(parts) \(requirement)")
            }
        }
    }

    @Test func oneGoodSignatureDoesNotExcuseABadOne() throws {
        // attacks 1.1 #28, 2.2 #18: the assertion's signature is somebody else's, the response's is right, and the reverse
        let ring = try ForgeKeyRing.shared.get()
        var inner = try ResponseForge()
        inner.key = ring.attacker
        var outer = try ResponseForge(signing: [.response])
        outer.assertion = try inner.signedAssertion()
        #expect(try code(outer.text()) == "SAML-SIG-05")
        inner.key = ring.provider
        outer.assertion = try inner.signedAssertion()
        outer.key = ring.attacker
        #expect(try code(outer.text()) == "SAML-SIG-05")
    }

    @Test func believesConfiguredKeysOnly() throws {
        // attacks 1.4 #66, #67
        var forge = try ResponseForge()
        forge.key = try ForgeKeyRing.shared.get().attacker
        #expect(try code(forge.text()) == "SAML-SIG-05")
    }

    // attacks 1.1 #31, 1.5 #76, #77
    @Test(
        arguments: [
            ([], .aes256GCM, "SAML-SIG-01"), ([.assertion], .aes128CBC, "SAML-ENC-02"),
            ([.assertion], .aes256CBC, "SAML-ENC-02"), ([.assertion], .tripleDES, "SAML-ENC-02"),
            ([.response], .tripleDES, "SAML-ENC-02"),
        ] as [(Set<SignedPart>, ForgeEncryption.Cipher, String)]
    )
    func refusesUnsafeEncryption(_ parts: Set<SignedPart>, _ cipher: ForgeEncryption.Cipher, _ expected: String) throws
    {
        #expect(try code(ResponseForge(signing: parts, encrypting: ForgeEncryption(cipher)).text()) == expected)
    }

    @Test func refusesOldKeyTransport() throws {
        // attacks 1.5 #76
        var encryption = ForgeEncryption()
        encryption.transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5"
        #expect(try code(ResponseForge(signing: [.assertion], encrypting: encryption).text()) == "SAML-ENC-02")
    }

    @Test func refusesWhatIsNotOneAssertionInside() throws {
        // attacks 1.5 #80
        for inside in ["", "<x/>", "text", AssertionTemplate.standard + AssertionTemplate.standard] {
            let text = try ResponseForge.replacing(
                ResponseForge.place,
                by: ForgeEncryption().encrypt(inside),
                in: ResponseForge().envelope
            )
            #expect(try code(text) == "SAML-ENC-02")
        }
    }

    @Test func saysThatThereIsNoKeyToDecrypt() throws {
        let response = try ResponseForge(signing: [.assertion], encrypting: ForgeEncryption()).response()
        let validator = try ResponseValidator(ForgeScene.circumstances(decrypts: false))
        #expect(#expect(throws: SAMLRejection.self) { try validator.validate(response) }?.code.name == "SAML-ENC-01")
    }

    @Test func refusesTrustInNobody() {
        // attacks 0 #6
        let rejection = #expect(throws: SAMLRejection.self) { try ForgeScene.identityProvider(keys: []) }
        #expect(rejection?.code.name == "SAML-KEY-01")
    }

    @Test func refusesResponsesThatNobodyAwaits() throws {
        // attacks 1.6 #84, #87
        let asked = try ResponseForge()
        var unasked = try ResponseForge()
        try unasked.dropRequest()
        for (forge, expectation, expected) in [
            (asked, ResponseExpectation.nothing, "SAML-REQ-02"), (unasked, .nothing, "SAML-REQ-01"),
            (asked, .unsolicited, "SAML-REQ-02"),
        ] {
            let response = try forge.response()
            let validator = try ResponseValidator(ForgeScene.circumstances(expecting: expectation))
            #expect(#expect(throws: SAMLRejection.self) { try validator.validate(response) }?.code.name == expected)
        }
    }
}
