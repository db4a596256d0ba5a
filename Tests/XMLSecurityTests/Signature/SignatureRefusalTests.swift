import Testing
import XMLSecurity

/// Who signed what, and by which means: every refusal starts from the same valid message (attacks 1.1-1.4).
struct SignatureRefusalTests {
    private static let ds = "http://www.w3.org/2000/09/xmldsig#"
    private static let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    private static let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    private static let rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

    private static func replace(_ text: String, _ other: String) -> @Sendable (String) -> String {
        { $0.replacing(text, with: other) }
    }

    private static func signature(in text: String) -> String {
        SignedScene.part(of: text, from: "<ds:Signature ", to: "</ds:Signature>")
    }

    static let broken: [Broken<XMLSignatureRejection>] = [
        Broken("a fact is changed", .digestMismatch, replace(">reader<", ">owner<")),
        Broken("the subject is changed", .digestMismatch, replace("ada@", "eve@")),
        Broken("attacks 1.1 #19 no reference", .referenceCount) { text in
            text.replacing(SignedScene.part(of: text, from: "<ds:Reference", to: "</ds:Reference>"), with: "")
        },
        Broken("attacks 1.1 #19 two references", .referenceCount) { text in
            let reference = SignedScene.part(of: text, from: "<ds:Reference", to: "</ds:Reference>")
            return text.replacing(reference, with: reference + reference)
        },
        Broken("attacks 1.1 #16, 2.2 #14 two SignedInfo", .foreignContent) { text in
            let info = SignedScene.part(of: text, from: "<ds:SignedInfo", to: "</ds:SignedInfo>")
            return text.replacing(info, with: info + info)
        },
        Broken("attacks 1.1 #17 SignedInfo in a wrapper", .foreignContent) { text in
            let info = SignedScene.part(of: text, from: "<ds:SignedInfo", to: "</ds:SignedInfo>")
            return text.replacing(info, with: "<ds:w>\(info)</ds:w>")
        },
        Broken(
            "attacks 1.1 #18 comment in the digest",
            .unreadable(.comment),
            replace("<ds:DigestValue>", "<ds:DigestValue><!--x-->")
        ),
        Broken("attacks 1.1 #20 Object", .foreignContent, replace("</ds:Signature>", "<ds:Object/></ds:Signature>")),
        Broken(
            "attacks 1.1 #20, 2.2 #13 Manifest",
            .foreignContent,
            replace("</ds:Signature>", "<ds:Object><ds:Manifest/></ds:Object></ds:Signature>")
        ),
        Broken(
            "attacks 1.1 #21 content in KeyInfo",
            .foreignKeyInfo,
            replace("</ds:Signature>", "<ds:KeyInfo><saml:NameID>eve</saml:NameID></ds:KeyInfo></ds:Signature>")
        ),
        Broken(
            "attacks 1.1 #21 text in the signature",
            .foreignContent,
            replace("<ds:SignatureValue>", "x<ds:SignatureValue>")
        ),
        Broken("attacks 1.1 #22 empty URI", .referenceURI, replace("URI=\"#_a1\"", "URI=\"\"")),
        Broken("attacks 1.1 #22 no URI", .referenceURI, replace(" URI=\"#_a1\"", "")),
        Broken(
            "attacks 1.1 #23, 2.2 #11 xpointer",
            .referenceURI,
            replace("URI=\"#_a1\"", "URI=\"#xpointer(id('_a1'))\"")
        ),
        Broken("attacks 1.1 #23 xpointer to the root", .referenceURI, replace("URI=\"#_a1\"", "URI=\"#xpointer(/)\"")),
        Broken("attacks 1.1 #24 http", .referenceURI, replace("URI=\"#_a1\"", "URI=\"http://127.0.0.1:9/\"")),
        Broken("attacks 1.1 #24 file", .referenceURI, replace("URI=\"#_a1\"", "URI=\"file:///etc/passwd\"")),
        Broken("attacks 1.1 #24 relative", .referenceURI, replace("URI=\"#_a1\"", "URI=\"x.xml\"")),
        Broken("attacks 1.1 #25 nobody's ID", .referenceURI, replace("URI=\"#_a1\"", "URI=\"#_zz\"")),
        Broken("attacks 1.1 #25 another's ID", .referenceURI, replace("URI=\"#_a1\"", "URI=\"#_r1\"")),
        Broken("attacks 1.1 #26 behind the subject", .signatureMisplaced) { text in
            let signature = signature(in: text)
            return text.replacing(signature, with: "").replacing("</saml:Subject>", with: "</saml:Subject>" + signature)
        },
        Broken("attacks 1.1 #26 in the response", .signatureMissing) { text in
            let signature = signature(in: text)
            return text.replacing(signature, with: "").replacing("<saml:Assertion", with: signature + "<saml:Assertion")
        },
        Broken("attacks 1.1 #26 deeper", .signatureMissing) { text in
            let signature = signature(in: text)
            return text.replacing(signature, with: "").replacing("<saml:Subject>", with: "<saml:Subject>" + signature)
        },
        Broken("attacks 1.1 #27 two signatures", .signatureRepeated) { text in
            let signature = signature(in: text)
            return text.replacing(signature, with: signature + signature)
        },
        Broken("attacks 1.1 #29 signature removed", .signatureMissing) { $0.replacing(signature(in: $0), with: "") },
        Broken("attacks 1.1 #3 forged one before", .elementRepeated) { text in
            text.replacing(
                "<saml:Assertion",
                with: SignedScene.plainAssertion.replacing("_a1", with: "_e1") + "<saml:Assertion"
            )
        },
        Broken("attacks 1.1 #4 forged one around", .signatureMissing) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let forged = SignedScene.plainAssertion.replacing("_a1", with: "_e1")
            return text.replacing(
                genuine,
                with: forged.replacing("</saml:Assertion>", with: genuine + "</saml:Assertion>")
            )
        },
        Broken("attacks 1.1 #5 forged one keeps the signature", .referenceURI) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let forged = genuine.replacing("ID=\"_a1\"", with: "ID=\"_e1\"").replacing("ada@", with: "eve@")
            let bare = genuine.replacing(signature(in: genuine), with: "")
            return text.replacing(genuine, with: forged + "<samlp:Extensions>\(bare)</samlp:Extensions>")
        },
        Broken("attacks 1.1 #7 genuine one in Extensions", .signatureMissing) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let forged = SignedScene.plainAssertion.replacing("_a1", with: "_e1")
            return text.replacing(genuine, with: "<samlp:Extensions>\(genuine)</samlp:Extensions>" + forged)
        },
        Broken("attacks 1.1 #8 genuine one in an Object", .foreignContent) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let signature = signature(in: text)
            let object = "<ds:Object>\(genuine.replacing(signature, with: ""))</ds:Object></ds:Signature>"
            let forged = genuine.replacing("ID=\"_a1\"", with: "ID=\"_e1\"")
                .replacing("</ds:Signature>", with: object)
            return text.replacing(genuine, with: forged)
        },
        Broken("attacks 1.1 #12 same ID and signature twice", .unreadable(.repeatedID)) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let forged = genuine.replacing("ada@", with: "eve@")
            return text.replacing(genuine, with: "<samlp:Extensions>\(genuine)</samlp:Extensions>" + forged)
        },
        Broken("attacks 1.1 #15 a second signature in StatusDetail", .signatureMisplaced) { text in
            let detail = "<samlp:Status><samlp:StatusDetail>\(signature(in: text))</samlp:StatusDetail></samlp:Status>"
            return text.replacing("<saml:Assertion", with: detail + "<saml:Assertion")
        },
        Broken("attacks 1.1 #12 a signed assertion in Extensions", .signatureMisplaced) { text in
            let genuine = SignedScene.part(of: text, from: "<saml:Assertion", to: "</saml:Assertion>")
            let other = genuine.replacing("_a1", with: "_e1")
            return text.replacing(genuine, with: "<samlp:Extensions>\(other)</samlp:Extensions>" + genuine)
        },
        Broken("attacks 1.1 #22 no ID", .elementWithoutID, replace(" ID=\"_a1\"", "")),
        Broken("attacks 1.2 #40, 2.2 #9 Id", .elementWithoutID, replace(" ID=\"_a1\"", " Id=\"_a1\"")),
        Broken("attacks 1.3 #55 foreign Signature", .signatureMissing, replace(ds, "urn:evil")),
        Broken("attacks 1.3 #55 foreign Assertion", .elementMissing) { text in
            text.replacing(
                "<saml:Assertion xmlns:saml=\"\(SignedScene.assertions)\"",
                with: "<saml:Assertion xmlns:saml=\"urn:evil\""
            )
        },
        Broken(
            "attacks 1.3 #63 no canonicalization",
            .foreignContent,
            replace("<ds:CanonicalizationMethod Algorithm=\"\(exclusive)\"/>", "")
        ),
        Broken(
            "attacks 1.3 #57 list of prefixes with a colon",
            .prefixList,
            replace(
                "<ds:Transform Algorithm=\"\(exclusive)\"/>",
                "<ds:Transform Algorithm=\"\(exclusive)\"><InclusiveNamespaces xmlns=\"\(exclusive)\" PrefixList=\"a:b\"/></ds:Transform>"
            )
        ),
        Broken(
            "attacks 1.4 #75 long list of prefixes",
            .prefixList,
            replace(
                "<ds:Transform Algorithm=\"\(exclusive)\"/>",
                "<ds:Transform Algorithm=\"\(exclusive)\"><InclusiveNamespaces xmlns=\"\(exclusive)\" PrefixList=\""
                    + String(repeating: "a ", count: 200) + "\"/></ds:Transform>"
            )
        ),
        Broken("attacks 1.4 #64, 2.4 #26 HMAC", .algorithmNotAllowed, replace(rsa, ds + "hmac-sha1")),
        Broken(
            "attacks 1.4 #64 HMAC-SHA256",
            .algorithmNotAllowed,
            replace(rsa, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
        ),
        Broken("attacks 1.4 #65 HMACOutputLength", .foreignContent) { text in
            text.replacing(
                "<ds:SignatureMethod Algorithm=\"\(rsa)\"/>",
                with:
                    "<ds:SignatureMethod Algorithm=\"\(rsa)\"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>"
            )
        },
        Broken("attacks 1.4 #68 rsa-sha1", .algorithmNotAllowed, replace(rsa, ds + "rsa-sha1")),
        Broken(
            "attacks 1.4 #68 rsa-md5",
            .algorithmNotAllowed,
            replace(rsa, "http://www.w3.org/2001/04/xmldsig-more#rsa-md5")
        ),
        Broken("attacks 1.4 #68 dsa", .algorithmNotAllowed, replace(rsa, ds + "dsa-sha1")),
        Broken(
            "attacks 1.4 #68 ecdsa-sha1",
            .algorithmNotAllowed,
            replace(rsa, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1")
        ),
        Broken("attacks 1.4 #68 sha1 digest", .digestNotAllowed, replace(sha256, ds + "sha1")),
        Broken(
            "attacks 1.4 #68 md5 digest",
            .digestNotAllowed,
            replace(sha256, "http://www.w3.org/2001/04/xmldsig-more#md5")
        ),
        Broken(
            "attacks 1.4 method of another key",
            .keyKind,
            replace(rsa, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")
        ),
        Broken("attacks 1.4 #72 XSLT", .transformsNotAllowed, transform("http://www.w3.org/TR/1999/REC-xslt-19991116")),
        Broken(
            "attacks 0 #5, 1.4 #72, 2.2 #12, 2.4 #25 XPath",
            .transformsNotAllowed,
            transform("http://www.w3.org/TR/1999/REC-xpath-19991116")
        ),
        Broken(
            "attacks 1.4 #72 XPath filter 2",
            .transformsNotAllowed,
            transform("http://www.w3.org/2002/06/xmldsig-filter2")
        ),
        Broken("attacks 1.4 #72 base64", .transformsNotAllowed, transform(ds + "base64")),
        Broken("attacks 1.4 #72 enveloped twice", .transformsNotAllowed, transform(ds + "enveloped-signature")),
        Broken("attacks 1.4 #74 with comments", .transformsNotAllowed, transform(exclusive + "WithComments")),
        Broken("attacks 1.4 #74 1.1", .transformsNotAllowed, transform("http://www.w3.org/2006/12/xml-c14n11")),
        Broken(
            "attacks 1.4 #74 inclusive",
            .transformsNotAllowed,
            transform("http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
        ),
        Broken("attacks 1.4 #72 three transforms", .transformsNotAllowed) { text in
            let one = "<ds:Transform Algorithm=\"\(exclusive)\"/>"
            return text.replacing(one, with: one + one)
        },
        Broken("attacks 1.4 #73 no transforms", .transformsNotAllowed) { text in
            text.replacing(SignedScene.part(of: text, from: "<ds:Transforms", to: "</ds:Transforms>"), with: "")
        },
        Broken(
            "attacks 1.4 #73 not enveloped",
            .transformsNotAllowed,
            replace("<ds:Transform Algorithm=\"\(ds)enveloped-signature\"/>", "")
        ),
        Broken(
            "attacks 1.4 #74 SignedInfo with comments",
            .canonicalizationNotAllowed,
            replace(
                "CanonicalizationMethod Algorithm=\"\(exclusive)\"",
                "CanonicalizationMethod Algorithm=\"\(exclusive)WithComments\""
            )
        ),
        Broken("attacks 1.3 #51 digest of nothing", .digestValue) { text in
            text.replacing(
                SignedScene.part(of: text, from: "<ds:DigestValue>", to: "</ds:DigestValue>"),
                with: "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue>"
            )
        },
        Broken("short digest", .digestValue) { text in
            text.replacing(
                SignedScene.part(of: text, from: "<ds:DigestValue>", to: "</ds:DigestValue>"),
                with: "<ds:DigestValue>AAAA</ds:DigestValue>"
            )
        },
        Broken("attacks 1.4 #71 short signature", .signatureValue) { text in
            text.replacing(
                SignedScene.part(of: text, from: "<ds:SignatureValue>", to: "</ds:SignatureValue>"),
                with: "<ds:SignatureValue>AAAA</ds:SignatureValue>"
            )
        },
        Broken("attacks 1.4 #70 garbage of the right length", .signatureMismatch) { text in
            text.replacing(
                SignedScene.part(of: text, from: "<ds:SignatureValue>", to: "</ds:SignatureValue>"),
                with: "<ds:SignatureValue>AQ" + String(repeating: "A", count: 340) + "==</ds:SignatureValue>"
            )
        },
    ]

    private static func transform(_ uri: String) -> @Sendable (String) -> String {
        replace("<ds:Transform Algorithm=\"\(exclusive)\"/>", "<ds:Transform Algorithm=\"\(uri)\"/>")
    }

    @Test(arguments: broken)
    func refusesOneThingBroken(_ broken: Broken<XMLSignatureRejection>) throws {
        let valid = try SignedScene.signedAssertion.get()
        let changed = broken.change(valid)
        #expect(changed != valid)
        #expect(try SignedScene.rejection(changed) == broken.outcome)
    }

    /// attacks 0 #4, 1.4 #66, 2.2 #10: the attacker's own key, announced in KeyInfo in every way.
    @Test(arguments: [
        "", "<ds:KeyInfo><ds:KeyName>k</ds:KeyName></ds:KeyInfo>",
        "<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue></ds:KeyInfo>",
    ])
    func refusesAnotherKey(_ keyInfo: String) throws {
        let signed = try SignedScene.sign(SignedScene.plainAssertion, id: "_a1", by: TestKey.attacker.get())
            .replacing("</ds:Signature>", with: keyInfo + "</ds:Signature>")
        #expect(try SignedScene.rejection(SignedScene.response(around: signed)) == .signatureMismatch)
    }

    /// attacks 2.4 #25: what no pinned key signed is neither transformed nor digested, so nobody learns whether it would fit.
    @Test func asksTheKeyBeforeItDigests() throws {
        let digest = { SignedScene.part(of: $0, from: "<ds:DigestValue>", to: "</ds:DigestValue>") }
        let forged = try SignedScene.sign(
            SignedScene.plainAssertion.replacing("ada@", with: "eve@"),
            id: "_a1",
            by: TestKey.attacker.get()
        )
        let altered = SignedScene.response(around: forged.replacing("eve@", with: "ida@"))
        #expect(try SignedScene.rejection(altered) == .signatureMismatch)
        let genuine = try SignedScene.signedAssertion.get()
        let swapped = genuine.replacing("ada@", with: "eve@").replacing(digest(genuine), with: digest(forged))
        #expect(swapped != genuine.replacing("ada@", with: "eve@"))
        #expect(try SignedScene.rejection(swapped) == .signatureMismatch)
    }

    /// attacks 0 #6.
    @Test func refusesWithoutAnyKey() throws {
        let trust = SignatureTrust(keys: [])
        #expect(try SignedScene.rejection(SignedScene.signedAssertion.get(), trust: trust) == .noKey)
    }

    /// attacks 1.1 #31, #33: only the root or its direct child is ever looked at.
    @Test func refusesASignatureFurtherDown() throws {
        let signed = try SignedScene.signedAssertion.get()
        let wrapped = "<x xmlns='u:x'>\(signed)</x>"
        #expect(try SignedScene.rejection(wrapped) == .elementMissing)
        #expect(try SignedScene.rejection(signed, at: .root) == .signatureMissing)
    }
}
