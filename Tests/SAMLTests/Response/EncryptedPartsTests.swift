import SAML
import SAMLForge
import Testing

/// attacks 1.5 #80, #81.
@Suite("Names and attributes that are encrypted by themselves")
struct EncryptedPartsTests {
    private static let saml = "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""
    private static let persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    private static let plainName = "<saml:NameID Format=\"\(persistent)\">ada</saml:NameID>"
    private static let name = "<saml:NameID \(saml) Format=\"\(persistent)\">grace</saml:NameID>"
    private static let end = "</saml:AttributeStatement>"

    private static func attribute(_ value: String) -> String {
        "<saml:Attribute \(saml) Name=\"rank\"><saml:AttributeValue>\(value)</saml:AttributeValue></saml:Attribute>"
    }

    private func validate(
        signing parts: Set<SignedPart> = [.assertion],
        decrypts: Bool = true,
        _ change: (inout ResponseForge) throws -> Void
    ) throws -> VerifiedAssertion {
        var forge = try ResponseForge(signing: parts)
        try change(&forge)
        return try ResponseValidator(ForgeScene.circumstances(decrypts: decrypts)).validate(forge.response())
    }

    private func code(decrypts: Bool = true, _ change: (inout ResponseForge) throws -> Void) throws -> String? {
        let rejection = #expect(throws: SAMLRejection.self) { _ = try validate(decrypts: decrypts, change) }
        return rejection?.code.name
    }

    @Test(
        arguments: ForgeEncryption.Cipher.allCases.filter { $0 != .tripleDES },
        [Set([SignedPart.assertion]), [.response]]
    )
    func readsAnEncryptedName(_ cipher: ForgeEncryption.Cipher, _ parts: Set<SignedPart>) throws {
        let verified = try validate(signing: parts) { forge in
            let encrypted = try ForgeEncryption(cipher).encrypt(Self.name, as: "EncryptedID")
            try forge.inAssertion(Self.plainName, becomes: encrypted)
        }
        #expect(verified.nameID.value == "grace")
        #expect(verified.nameID.format == .persistent)
    }

    @Test func readsEncryptedAttributesBesidePlainOnes() throws {
        let verified = try validate { forge in
            let encrypted = try ForgeEncryption().encrypt(Self.attribute("admiral"), as: "EncryptedAttribute")
            try forge.inAssertion(Self.end, becomes: encrypted + Self.attribute("doctor") + Self.end)
        }
        #expect(verified.attributes["rank"]?.values == ["admiral", "doctor"])
        #expect(verified.attributes["email"]?.values == ["ada@example.com"])
    }

    @Test func readsAnEncryptedNameInALogoutRequest() throws {
        // attacks 1.9 #149
        var forge = try LogoutForge.request()
        try forge.replace(Self.plainName, by: ForgeEncryption().encrypt(Self.name, as: "EncryptedID"))
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [forge.byPost(), forge.byRedirect()] {
            #expect(try validator.request(message).nameID.value == "grace")
        }
    }

    @Test(
        arguments: [
            ("no name", ""), ("another element", attribute("x")), ("two elements", name + name),
            ("a document type", "<!DOCTYPE a>" + name), ("a comment", "<!-- -->" + name),
            ("namespaces from around", plainName), ("no XML", "grace"),
            ("another namespace", "<saml:NameID xmlns:saml=\"urn:evil\">grace</saml:NameID>"),
        ]
    )
    func refusesWhatIsNoName(_ what: String, _ plaintext: String) throws {
        let found = try code { forge in
            let encrypted = try ForgeEncryption().encrypt(plaintext, as: "EncryptedID")
            try forge.inAssertion(Self.plainName, becomes: encrypted)
        }
        #expect(found == "SAML-ENC-02")
    }

    @Test func refusesTripleDESAndWithoutAKey() throws {
        let tripleDES = try code { forge in
            let encrypted = try ForgeEncryption(.tripleDES).encrypt(Self.name, as: "EncryptedID")
            try forge.inAssertion(Self.plainName, becomes: encrypted)
        }
        #expect(tripleDES == "SAML-ENC-02")
        let keyless = try code(decrypts: false) { forge in
            let encrypted = try ForgeEncryption().encrypt(Self.name, as: "EncryptedID")
            try forge.inAssertion(Self.plainName, becomes: encrypted)
        }
        #expect(keyless == "SAML-ENC-01")
    }

    @Test func refusesTwoNames() throws {
        let encrypted = try ForgeEncryption().encrypt(Self.name, as: "EncryptedID")
        #expect(try code { try $0.inAssertion(Self.plainName, becomes: Self.plainName + encrypted) } == "SAML-FORM-02")
        let other = encrypted.replacing("_key-1", with: "_key-2")
        #expect(try code { try $0.inAssertion(Self.plainName, becomes: encrypted + other) } == "SAML-FORM-02")
        #expect(
            try code { try $0.inAssertion(Self.plainName, becomes: "<saml:EncryptedID/>") } == "SAML-ENC-02"
        )
    }

    @Test func refusesMoreEncryptedAttributesThanAnybodySends() throws {
        let encrypted = try ForgeEncryption().encrypt(Self.attribute("x"), as: "EncryptedAttribute")
        let most = (0..<AttributeElement.mostEncryptedAttributes)
            .map { encrypted.replacing("_key-1", with: "_key-of-\($0)") }.joined()
        let verified = try validate { try $0.inAssertion(Self.end, becomes: most + Self.end) }
        #expect(verified.attributes["rank"]?.values == ["x"])
        #expect(try code { try $0.inAssertion(Self.end, becomes: most + encrypted + Self.end) } == "SAML-ATTR-01")
    }

    @Test func refusesAnEncryptedAttributeThatIsNone() throws {
        let encrypted = try ForgeEncryption().encrypt(Self.name, as: "EncryptedAttribute")
        #expect(try code { try $0.inAssertion(Self.end, becomes: encrypted + Self.end) } == "SAML-ENC-02")
    }
}
