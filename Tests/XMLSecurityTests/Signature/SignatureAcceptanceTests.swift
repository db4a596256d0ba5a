import Encoding
import Testing
import XMLSecurity

struct SignatureAcceptanceTests {
    /// attacks 0 #1, #2, 2.2 #15, #16: facts are read from the digested bytes, parsed anew, and from nothing else.
    @Test func handsOutWhatWasSigned() throws {
        let verified = try SignedScene.verify(SignedScene.signedAssertion.get())
        #expect(verified.root.isNamed("Assertion", in: SignedScene.assertions))
        #expect(verified.root.attribute("ID") == "_a1")
        // The signature itself is not part of what it signs.
        #expect(verified.root.childElements.map(\.name) == ["Issuer", "Subject", "AttributeStatement"])
        #expect(try verified.root == ReceivedXML(reading: Array(SignedScene.plainAssertion.utf8)).root)
    }

    /// attacks 2.2 #17.
    @Test func handsOutTheWholeSignedResponse() throws {
        let verified = try SignedScene.verify(SignedScene.signedResponse.get(), at: .root)
        #expect(verified.root.attribute("ID") == "_r1")
        #expect(verified.root.elements("Assertion", in: SignedScene.assertions).count == 1)
    }

    /// attacks 1.1 #28, 2.2 #18: both verify where both are signed.
    @Test func verifiesBothOfTwoSignatures() throws {
        let both = try SignedScene.sign(SignedScene.signedAssertion.get(), id: "_r1")
        #expect(try SignedScene.verify(both, at: .root).root.attribute("ID") == "_r1")
        #expect(try SignedScene.verify(both).root.attribute("ID") == "_a1")
        let document = try ReceivedXML(reading: Array(both.utf8))
        #expect(document.hasSignature(at: .root))
        #expect(document.hasSignature(at: SignedScene.assertionPlace))
    }

    /// attacks 1.9 #135.
    @Test(arguments: [
        (SignatureAlgorithm.rsaSHA256, 0), (.rsaSHA384, 0), (.rsaSHA512, 0), (.ecdsaSHA256, 1), (.ecdsaSHA384, 2),
        (.ecdsaSHA512, 3),
    ])
    func acceptsEveryAlgorithmThatItSignsBy(_ algorithm: SignatureAlgorithm, _ key: Int) throws {
        let keys = try [TestKey.provider.get()] + TestKey.curves.get()
        let signed = try SignedScene.sign(SignedScene.plainAssertion, id: "_a1", by: keys[key], algorithm)
        let trust = try SignatureTrust(keys: [keys[key].verification])
        #expect(try SignedScene.rejection(signed, at: .root, trust: trust) == nil)
        #expect(
            try SignedScene.rejection(signed.replacing("ada@", with: "eve@"), at: .root, trust: trust)
                == .digestMismatch
        )
    }

    /// attacks 1.9 #136, 1.8 #126: two keys in rotation, in either order, of either kind.
    @Test func triesEveryPinnedKey() throws {
        let keys = try [
            TestKey.attacker.get().verification, TestKey.curves.get()[0].verification,
            TestKey.provider.get().verification,
        ]
        let text = try SignedScene.signedAssertion.get()
        #expect(try SignedScene.rejection(text, trust: SignatureTrust(keys: keys)) == nil)
        #expect(try SignedScene.rejection(text, trust: SignatureTrust(keys: keys.reversed())) == nil)
        #expect(
            try SignedScene.rejection(text, trust: SignatureTrust(keys: Array(keys.dropLast()))) == .signatureMismatch
        )
    }

    static let variations: [(String, @Sendable (String) -> String)] = [
        (
            "attacks 1.9 #132 lines in the value",
            { $0.replacing("<ds:SignatureValue>", with: "<ds:SignatureValue>\n  \t") }
        ),
        (
            "attacks 1.9 #132 CR in the value",
            { $0.replacing("<ds:SignatureValue>", with: "<ds:SignatureValue>&#13;\r\n") }
        ),
        (
            "attacks 1.9 #132 indented around the assertion",
            { $0.replacing("<saml:Assertion", with: "\n    <saml:Assertion") }
        ),
        ("attacks 1.9 #133 declaration and newline", { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\($0)\n" }),
        ("attacks 1.9 #133 byte order mark", { "\u{FEFF}\($0)" }),
        (
            "attacks 1.9 #136 foreign key in KeyInfo",
            {
                $0.replacing(
                    "</ds:Signature>",
                    with:
                        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA&#13;</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
                )
            }
        ),
        (
            "attacks 1.9 #145 an extension",
            { $0.replacing("<saml:Assertion", with: "<samlp:Extensions/><saml:Assertion") }
        ),
        (
            "attacks 1.9 #131 another prefix around",
            { $0.replacing("samlp:Response", with: "p:Response").replacing("xmlns:samlp=", with: "xmlns:p=") }
        ),
    ]

    @Test(arguments: variations)
    func acceptsVariationsOutsideOfWhatIsSigned(_ name: String, _ change: @Sendable (String) -> String) throws {
        let valid = try SignedScene.signedAssertion.get()
        #expect(change(valid) != valid)
        #expect(try SignedScene.rejection(change(valid)) == nil)
    }

    /// attacks 1.9 #152: canonically equal spellings are one message.
    @Test func acceptsEmptyElementsInEitherSpelling() throws {
        let text = SignedScene.plainAssertion.replacing(
            "<saml:AttributeValue>reader</saml:AttributeValue>",
            with: "<saml:AttributeValue/>"
        )
        let signed = try SignedScene.sign(text, id: "_a1")
        let spelled = signed.replacing("<saml:AttributeValue/>", with: "<saml:AttributeValue></saml:AttributeValue>")
        #expect(spelled != signed)
        #expect(try SignedScene.rejection(spelled, at: .root) == nil)
    }

    /// attacks 1.9 #134, 1.4 #75.
    @Test func readsAnInclusivePrefixList() throws {
        let list = "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"xs #default\"/>"
        let one = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
        let text = try SignedScene.signedAssertion.get().replacing(
            one,
            with: one.dropLast(2) + ">\(list)</ds:Transform>"
        )
        // Well-formed, so it comes to the computing; the value no longer fits, since SignedInfo changed.
        #expect(try SignedScene.rejection(text) == .signatureMismatch)
    }
}
