import Encoding
import SAML
import SAMLForge
import Testing
import XMLSecurity

@Suite("Our own metadata")
struct ServiceProviderMetadataTests {
    private static let namespace = "urn:oasis:names:tc:SAML:2.0:metadata"

    private func metadata() throws -> ServiceProviderMetadata {
        let ring = try ForgeKeyRing.shared.get()
        var metadata = try ServiceProviderMetadata(
            ForgeScene.serviceProvider(),
            signingCertificates: [ring.ours.certificate, ring.attacker.certificate],
            encryptionCertificate: ring.ours.certificate
        )
        metadata.nameIDFormat = .persistent
        return metadata
    }

    @Test func publishesKeysAndAddresses() throws {
        let root = try ReceivedXML(reading: metadata().document()).root
        #expect(root.attribute("entityID") == ForgeScene.us)
        let role = try #require(root.elements("SPSSODescriptor", in: Self.namespace).first)
        #expect(
            role.childElements.map(\.name) == [
                "KeyDescriptor", "KeyDescriptor", "KeyDescriptor", "SingleLogoutService", "SingleLogoutService",
                "NameIDFormat", "AssertionConsumerService",
            ]
        )
        // Two signing keys in rotation and one for encryption.
        let uses = role.elements("KeyDescriptor", in: Self.namespace).map { $0.attribute("use") }
        #expect(uses == ["signing", "signing", "encryption"])
        #expect(role.attribute("AuthnRequestsSigned") == "true")
        #expect(role.attribute("WantAssertionsSigned") == "true")
        let consumer = try #require(role.elements("AssertionConsumerService", in: Self.namespace).first)
        #expect(consumer.attribute("Location") == ForgeScene.acs)
        #expect(consumer.attribute("Binding") == "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")
    }

    @Test func writesNoWishWhereAssertionsNeedNoSignature() throws {
        var metadata = try metadata()
        metadata.wantsSignedAssertions = false
        let root = try ReceivedXML(reading: metadata.document()).root
        let role = try #require(root.elements("SPSSODescriptor", in: Self.namespace).first)
        #expect(role.attribute("WantAssertionsSigned") == nil)
    }

    @Test func signsOnWish() throws {
        let ring = try ForgeKeyRing.shared.get()
        let signed = try metadata().signedDocument(id: ForgeScene.id("_metadata-2"), by: ForgeScene.signer(ring.ours))
        let trust = SignatureTrust(keys: [try ring.ours.verificationKey()], algorithms: .sha2)
        let verified = try XMLSignatureVerifier.verify(signed, signed: .root, trust: trust)
        #expect(verified.root.attribute("entityID") == ForgeScene.us)
        #expect(try ReceivedXML(reading: signed).root.childElements.first?.name == "Signature")
    }
}
