import Testing
import XMLSecurity

/// attacks 1.5.
struct DecryptionTests {
    private static let place = SignedElement.child(name: "EncryptedAssertion", namespace: SignedScene.assertions)
    private static let xenc = "http://www.w3.org/2001/04/xmlenc#"
    private static let xenc11 = "http://www.w3.org/2009/xmlenc11#"

    private func decrypt(_ message: String, _ policy: XMLDecryption.Policy = .gcmOnly) throws -> String {
        let key = try TestKey.provider.get().decryption
        return String(
            decoding: try XMLDecryption.decrypt(container(in: message), key: key, policy: policy),
            as: UTF8.self
        )
    }

    /// What can't be read, or is there twice, fails like the rest.
    private func container(in message: String) throws(XMLDecryptionError) -> XMLElement {
        guard let element = try? ReceivedXML(reading: Array(message.utf8)).element(at: Self.place) else {
            throw XMLDecryptionError()
        }
        return element
    }

    /// attacks 1.9 #130.
    @Test(arguments: ["aes128-gcm", "aes192-gcm", "aes256-gcm"], [false, true])
    func decryptsGCM(_ cipher: String, _ isKeyBeside: Bool) throws {
        let message = try TestEncryption(cipher: Self.xenc11 + cipher, isKeyBeside: isKeyBeside).message()
        #expect(try decrypt(message) == SignedScene.plainAssertion)
    }

    /// attacks 1.5 #77.
    @Test(arguments: ["aes128-cbc", "aes192-cbc", "aes256-cbc"])
    func decryptsCBCUnderAVerifiedSignatureOnly(_ cipher: String) throws {
        let message = try TestEncryption(cipher: Self.xenc + cipher).message()
        #expect(try decrypt(message, .gcmAndCBCUnderVerifiedSignature) == SignedScene.plainAssertion)
        #expect(throws: XMLDecryptionError()) { try decrypt(message) }
    }

    /// XML Encryption 1.1, section 5.5.2, with SHA-256: what xmlsec1 1.2.37 can't do (attacks 2.4 #24).
    @Test func decryptsKeysWithSHA256InOAEP() throws {
        let digest = "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
        let mask = "<e:MGF xmlns:e=\"\(Self.xenc11)\" Algorithm=\"\(Self.xenc11)mgf1sha256\"/>"
        let old = TestEncryption(transportContent: digest, digest: .sha256)
        #expect(try decrypt(old.message()) == SignedScene.plainAssertion)
        let new = TestEncryption(
            transport: Self.xenc11 + "rsa-oaep",
            transportContent: digest + mask,
            digest: .sha256,
            maskDigest: .sha256
        )
        #expect(try decrypt(new.message()) == SignedScene.plainAssertion)
    }

    static let broken: [Broken<XMLDecryption.Policy>] = [
        Broken("attacks 1.5 #76 RSA 1.5 by name", .gcmOnly) { $0.replacing("rsa-oaep-mgf1p", with: "rsa-1_5") },
        Broken("attacks 1.5 #77 triple DES", .gcmAndCBCUnderVerifiedSignature) {
            $0.replacing(xenc11 + "aes256-gcm", with: xenc + "tripledes-cbc")
        },
        Broken("attacks 1.5 #78 GCM read as CBC", .gcmAndCBCUnderVerifiedSignature) {
            $0.replacing(xenc11 + "aes256-gcm", with: xenc + "aes256-cbc")
        },
        Broken("attacks 1.5 #78 short message", .gcmOnly) { text in
            let values = text.ranges(of: "<xenc:CipherValue>")
            guard let last = values.last, let end = text[last.upperBound...].firstRange(of: "</xenc:CipherValue>")
            else { return text }
            return text[..<last.upperBound] + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + text[end.lowerBound...]
        },
        Broken("attacks 1.5 #79 two keys", .gcmOnly) { text in
            let key = SignedScene.part(of: text, from: "<xenc:EncryptedKey", to: "</xenc:EncryptedKey>")
            return text.replacing(key, with: key + key.replacing("Id=\"k1\"", with: "Id=\"k2\""))
        },
        Broken("attacks 1.5 #79 CipherReference", .gcmOnly) { text in
            let data = SignedScene.part(of: text, from: "<xenc:CipherData>", to: "</xenc:CipherData>")
            return text.replacing(
                data,
                with: "<xenc:CipherData><xenc:CipherReference URI=\"http://127.0.0.1:9/\"/></xenc:CipherData>"
            )
        },
        Broken("attacks 1.5 #79 RetrievalMethod to a URL", .gcmOnly) { text in
            let key = SignedScene.part(of: text, from: "<xenc:EncryptedKey", to: "</xenc:EncryptedKey>")
            return text.replacing(key, with: "<ds:RetrievalMethod URI=\"http://127.0.0.1:9/\"/>")
                .replacing("</xenc:EncryptedData>", with: "</xenc:EncryptedData>" + key)
        },
        Broken("attacks 1.5 two EncryptedData", .gcmOnly) { text in
            let data = SignedScene.part(of: text, from: "<xenc:EncryptedData", to: "</xenc:EncryptedData>")
            return text.replacing(data, with: data + data.replacing("Id=\"k1\"", with: "Id=\"k2\""))
        },
        Broken("a comment in the ciphertext", .gcmOnly) {
            $0.replacing("<xenc:CipherValue>", with: "<xenc:CipherValue><!---->")
        },
        Broken("OAEP with a label", .gcmOnly) {
            $0.replacing("rsa-oaep-mgf1p\">", with: "rsa-oaep-mgf1p\"><xenc:OAEPparams>AAAA</xenc:OAEPparams>")
        },
        Broken("wrong padding of a key", .gcmOnly) {
            $0.replacing(
                "rsa-oaep-mgf1p\">",
                with: "rsa-oaep-mgf1p\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
            )
        },
    ]

    /// attacks 1.5 #82: one error for every reason.
    @Test(arguments: broken)
    func refusesOneThingBrokenByOneError(_ broken: Broken<XMLDecryption.Policy>) throws {
        let valid = try TestEncryption().message()
        let changed = broken.change(valid)
        #expect(changed != valid)
        #expect(throws: XMLDecryptionError()) { try decrypt(changed, broken.outcome) }
    }

    @Test func refusesAnotherKeyByTheSameError() throws {
        let container = try container(in: TestEncryption().message())
        let key = try TestKey.attacker.get().decryption
        #expect(throws: XMLDecryptionError()) {
            try XMLDecryption.decrypt(container, key: key, policy: .gcmOnly)
        }
    }

    /// attacks 1.5 #80, 2.2 #19: what relies on namespaces around it, or brings a document type, is not read afterwards.
    @Test(arguments: ["<saml:Assertion/>", "<!DOCTYPE a><a/>", "<a/><b/>", "no XML"])
    func handsOutBytesThatMustBeReadAnew(_ plaintext: String) throws {
        let bytes = try decrypt(TestEncryption(plaintext: plaintext).message())
        #expect(bytes == plaintext)
        #expect(throws: XMLReadingError.self) { try ReceivedXML(reading: Array(bytes.utf8)) }
    }
}
