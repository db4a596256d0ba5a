import CXMLSecurity
import Encoding
import Testing

@testable import XMLSecurity

/// attacks 1.9 #135, 2.4 #24: RSASSA-PSS, which the engine computes beside xmlsec1.
struct PSSTests {
    private static let methods: [(SignatureAlgorithm, SignatureAlgorithm)] = [
        (.rsaSHA256, .rsaPSSSHA256), (.rsaSHA384, .rsaPSSSHA384), (.rsaSHA512, .rsaPSSSHA512),
    ]

    @Test(arguments: methods)
    func acceptsPSSAndNothingChanged(_ plain: SignatureAlgorithm, _ method: SignatureAlgorithm) throws {
        let text = try Self.signed(plain, method)
        let verified = try SignedScene.verify(text, at: .root)
        #expect(try verified.root == ReceivedXML(reading: Array(SignedScene.plainAssertion.utf8)).root)
        #expect(try SignedScene.rejection(text.replacing("ada@", with: "eve@"), at: .root) == .digestMismatch)
        let trust = try SignatureTrust(keys: [TestKey.attacker.get().verification])
        #expect(try SignedScene.rejection(text, at: .root, trust: trust) == .signatureMismatch)
    }

    /// attacks 1.4 #70: a value under one padding is none under the other.
    @Test func refusesTheOtherPadding() throws {
        let text = try SignedScene.sign(SignedScene.plainAssertion, id: "_a1")
            .replacing(SignatureAlgorithm.rsaSHA256.uri, with: SignatureAlgorithm.rsaPSSSHA256.uri)
        #expect(try SignedScene.rejection(text, at: .root) == .signatureMismatch)
    }

    /// A salt of another length than the digest's is another method (RFC 9231, section 2.3.10).
    @Test func refusesAnotherSaltLength() throws {
        let text = try Self.signed(.rsaSHA256, .rsaPSSSHA256, saltLength: 20)
        #expect(try SignedScene.rejection(text, at: .root) == .signatureMismatch)
    }

    /// PKCS #1 v1.5 is deterministic, so xmlsec's own signature tells whether our SignedInfo is canonicalised as xmlsec does.
    @Test func canonicalisesSignedInfoAsTheLibraryDoes() throws {
        let text = try SignedScene.sign(SignedScene.plainAssertion, id: "_a1")
        let (canonical, value) = try Self.parts(of: text)
        #expect(try OctetSignature.sign(canonical, key: TestKey.provider.get().signing, algorithm: .rsaSHA256) == value)
    }

    private static func parts(of text: String) throws -> (canonical: [UInt8], value: [UInt8]) {
        let document = try ReceivedXML(reading: Array(text.utf8))
        let signature = try SignaturePosition.signature(of: document.root)
        return (
            try document.withNodes { node in
                try SignedInfo(node: node(signature.childElements[0])).canonicalBytes(by: .exclusive)
            },
            try Base64.decode(signature.childElements[1].text() ?? "", ignoringWhitespace: true)
        )
    }

    /// Signs by PKCS #1, then names the method anew and puts a PSS value in.
    private static func signed(
        _ plain: SignatureAlgorithm,
        _ method: SignatureAlgorithm,
        saltLength: Int? = nil
    ) throws -> String {
        let text = try SignedScene.sign(SignedScene.plainAssertion, id: "_a1", by: nil, plain)
            .replacing(plain.uri, with: method.uri)
        let (canonical, _) = try parts(of: text)
        let key = try TestKey.provider.get().signing
        guard let context = unsafe EVP_MD_CTX_new() else { throw TestKey.Failure() }
        defer { unsafe EVP_MD_CTX_free(context) }
        var keyContext: OpaquePointer?
        var length = 512
        var value = [UInt8](repeating: 0, count: length)
        let salt = CInt(saltLength ?? method.digest.length)
        guard
            unsafe EVP_DigestSignInit(context, &keyContext, method.digest.implementation, nil, key.handle.pointer) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, salt) == 1,
            unsafe EVP_DigestSign(context, &value, &length, canonical, canonical.count) == 1
        else { throw TestKey.Failure() }
        let old = SignedScene.part(of: text, from: "<ds:SignatureValue>", to: "</ds:SignatureValue>")
        return text.replacing(
            old,
            with: "<ds:SignatureValue>\(Base64.encode(value.prefix(length)))</ds:SignatureValue>"
        )
    }
}
