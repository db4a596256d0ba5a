import SAML
import SAMLForge
import Testing
import XMLSecurity

@Suite("Identity providers' metadata")
struct MetadataReaderTests {
    @Test func readsWhatAConnectionNeeds() throws {
        // attacks 1.9 #150
        let metadata = try MetadataReader().read(MetadataForge().bytes)
        let ring = try ForgeKeyRing.shared.get()
        #expect(metadata.entityID.text == ForgeScene.provider)
        #expect(metadata.signingCertificates == [ring.provider.certificate, ring.providerNext.certificate])
        #expect(metadata.encryptionCertificates == [ring.provider.certificate])
        #expect(metadata.signOnEndpoint(.redirect)?.location == "https://idp.example.com/sso")
        #expect(metadata.signOnEndpoint(.post)?.location == "https://idp.example.com/sso/post")
        #expect(metadata.logoutEndpoint(.redirect)?.responseLocation == "https://idp.example.com/slo/done")
        #expect(metadata.logoutEndpoint(.post) == nil)
        #expect(metadata.nameIDFormats == [.persistent])
        #expect(metadata.wantsSignedRequests)
        #expect(metadata.validUntil?.description == "2026-02-01T00:00:00Z")
    }

    @Test func aKeyWithoutUseServesBoth() throws {
        // attacks 1.8 #126
        let key = try ForgeKeyRing.shared.get().provider
        var forge = try MetadataForge()
        try forge.replace(MetadataForge.key(key, use: "encryption"), by: "")
        try forge.replace(MetadataForge.key(key, use: "signing"), by: MetadataForge.key(key, use: nil))
        let metadata = try MetadataReader().read(forge.bytes)
        #expect(metadata.signingCertificates.contains(key.certificate))
        #expect(metadata.encryptionCertificates == [key.certificate])
    }

    @Test func readsGroupsOfOneAndPicksFromSeveral() throws {
        // attacks 1.8 #122, 1.9 #150
        let one = try MetadataForge().document
        let other = try ResponseForge.replacing(ForgeScene.provider, by: "https://other.example", in: one)
            .replacing("_metadata-1", with: "_metadata-2")
        let group = { (inner: String) in
            Array(
                "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" validUntil=\"2026-01-20T00:00:00Z\" cacheDuration=\"PT1H\">\(inner)</md:EntitiesDescriptor>"
                    .utf8
            )
        }
        let read = try MetadataReader().read(group(one))
        #expect(read.validUntil?.description == "2026-01-20T00:00:00Z")
        #expect(read.cacheSeconds == 3_600)
        #expect(code { try MetadataReader().read(group(one + other)) } == "SAML-META-02")
        let entity = try ForgeScene.entity("https://other.example")
        #expect(try MetadataReader().read(group(one + other), entityID: entity).entityID == entity)
        let third = try ForgeScene.entity("https://third.example")
        #expect(code { try MetadataReader().read(group(one + other), entityID: third) } == "SAML-META-03")
        #expect(code { try MetadataReader().read(group("")) } == "SAML-META-04")
    }

    // attacks 1.8 #122–#127
    @Test(
        arguments: [
            ("md:EntityDescriptor", "md:Organization", "SAML-META-01"),
            ("IDPSSODescriptor", "SPSSODescriptor", "SAML-META-04"),
            ("</md:IDPSSODescriptor>", "</md:IDPSSODescriptor><md:IDPSSODescriptor/>", "SAML-META-05"),
            ("SingleSignOnService", "ArtifactResolutionService", "SAML-META-06"),
            ("https://idp.example.com/sso\"", "http://idp.example.com/sso\"", "SAML-META-07"),
            ("https://idp.example.com/sso\"", "javascript:alert(1)\"", "SAML-META-07"),
            ("https://idp.example.com/sso\"", "https://user@idp.example.com/sso\"", "SAML-META-07"),
            ("https://idp.example.com/sso\"", "https:idp.example.com/sso\"", "SAML-META-07"),
            ("https://idp.example.com/slo/done", "data:text/html,x", "SAML-META-07"),
            ("use=\"signing\"", "use=\"encryption\"", "SAML-META-08"),
            ("use=\"signing\"", "use=\"other\"", "SAML-META-09"),
            ("<ds:X509Certificate>", "<ds:X509Certificate>!", "SAML-META-09"),
            ("<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "SAML-KEY-02"),
            (
                "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0",
                "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:1.1", "SAML-META-11"
            ),
            (" entityID=\"https://idp.example.com/saml\"", "", "SAML-META-12"),
            ("entityID=\"", "entityID=\" ", "SAML-META-12"),
            ("2026-02-01T00:00:00Z", "2026-02-30T00:00:00Z", "SAML-FORM-05"),
        ]
    )
    func refusesBrokenMetadata(_ old: String, _ new: String, _ expected: String) throws {
        var forge = try MetadataForge()
        try forge.replace(old, by: new)
        #expect(code { try MetadataReader().read(forge.bytes) } == expected)
    }

    @Test func refusesADocumentType() throws {
        // attacks 1.8 #127
        let document = try "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + MetadataForge().document
        #expect(code { try MetadataReader().read(Array(document.utf8)) }?.hasPrefix("SAML-XML-") == true)
    }

    @Test func demandsAPinnedSignature() throws {
        // attacks 1.8 #121
        let ring = try ForgeKeyRing.shared.get()
        let trust = SignatureTrust(keys: [try ring.ours.verificationKey()], algorithms: .sha2)
        let unsigned = try MetadataForge().bytes
        #expect(code { try MetadataReader().read(unsigned, signedBy: trust) } == "SAML-META-13")
        for (key, expected) in [(ring.ours, nil), (ring.attacker, "SAML-META-13")] as [(ForgeKey, String?)] {
            let signed = try XMLSigner.sign(
                unsigned,
                elementID: "_metadata-1",
                key: key.signingKey(),
                algorithm: key.algorithm,
                place: .firstChild
            )
            #expect(code { try MetadataReader().read(signed, signedBy: trust) } == expected)
        }
    }

    @Test func readsMetadataWithComments() throws {
        // As Shibboleth writes its own; a value is read on both sides of a comment.
        var forge = try MetadataForge()
        try forge.replace("https://idp.example.com/sso/post", by: "https://idp.example.com/sso/post")
        let text = String(decoding: forge.bytes, as: UTF8.self)
            .replacing("<md:NameIDFormat>", with: "<!-- <mdui:UIInfo> --><md:NameIDFormat><!-- x -->")
        let metadata = try MetadataReader().read(Array(("<!-- by hand -->" + text).utf8))
        #expect(metadata.nameIDFormats == [.persistent])
    }

    @Test func expires() throws {
        // attacks 1.8 #123
        let metadata = try MetadataReader().read(MetadataForge().bytes)
        let end = try #require(metadata.validUntil)
        try metadata.checkFreshness(at: end.adding(seconds: -1))
        #expect(code { try metadata.checkFreshness(at: end) } == "SAML-META-10")
        try metadata.checkFreshness(at: end, grace: 60)
    }

    @Test func judgesAChangeOfKeys() throws {
        // attacks 1.8 #128
        let metadata = try MetadataReader().read(MetadataForge().bytes)
        let ring = try ForgeKeyRing.shared.get()
        let change = { (certificates: [[UInt8]]) in KeyChange(from: (metadata.entityID, certificates), to: metadata) }
        #expect(change(metadata.signingCertificates.reversed()) == .none)
        #expect(change([ring.provider.certificate]) == .rotation)
        #expect(change([ring.attacker.certificate]) == .replacement)
        let other = try ForgeScene.entity("https://other.example")
        #expect(KeyChange(from: (other, metadata.signingCertificates), to: metadata) == .replacement)
    }

    @Test func tellsWhenACertificateEnds() throws {
        // attacks 1.8 #125, 1.9 #151: told, never refused
        let validity = try CertificateValidity(of: ForgeKeyRing.shared.get().provider.certificate)
        #expect(validity.notice(at: ForgeScene.now) == nil)
        #expect(validity.notice(at: SAMLInstant(secondsSince1970: 1_899_999_000)) == .expiresSoon)
        #expect(validity.notice(at: SAMLInstant(secondsSince1970: 1_900_000_001)) == .expired)
        #expect(validity.notice(at: SAMLInstant(secondsSince1970: 1_699_999_999)) == .notYetValid)
    }

    @Test func takesLoopbackInDevelopmentOnly() throws {
        var forge = try MetadataForge()
        try forge.replace("https://idp.example.com/", by: "http://localhost:8088/")
        #expect(code { try MetadataReader().read(forge.bytes) } == "SAML-META-07")
        _ = try MetadataReader(addresses: .httpsOrLoopback).read(forge.bytes)
        try forge.replace("http://localhost:8088/", by: "http://localhost.evil.example/")
        #expect(code { try MetadataReader(addresses: .httpsOrLoopback).read(forge.bytes) } == "SAML-META-07")
    }

    private func code(_ work: () throws -> some Any) -> String? {
        do {
            _ = try work()
            return nil
        } catch let rejection as SAMLRejection {
            return rejection.code.name
        } catch {
            return "\(error)"
        }
    }
}
