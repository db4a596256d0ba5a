import SAML
import SAMLForge
import Testing
import XMLSecurity

@Suite("Our sign-in requests")
struct AuthnRequestTests {
    private func request() throws -> AuthnRequest {
        var request = try AuthnRequest(
            id: ForgeScene.id(ForgeScene.request),
            issuedAt: ForgeScene.now,
            destination: "https://idp.example.com/sso?tenant=1",
            serviceProvider: ForgeScene.serviceProvider()
        )
        request.nameIDFormat = .persistent
        request.forcesAuthentication = true
        request.authenticationContexts = ["urn:oasis:names:tc:SAML:2.0:ac:classes:X509"]
        return request
    }

    @Test func saysWhatWasAskedFor() throws {
        let root = try ReceivedXML(reading: request().document()).root
        #expect(root.name == "AuthnRequest")
        #expect(root.attribute("ID") == ForgeScene.request)
        #expect(root.attribute("Version") == "2.0")
        #expect(root.attribute("IssueInstant") == "2026-01-15T12:00:00Z")
        #expect(root.attribute("ForceAuthn") == "true")
        #expect(root.attribute("IsPassive") == nil)
        #expect(root.attribute("AssertionConsumerServiceURL") == ForgeScene.acs)
        #expect(root.attribute("ProtocolBinding") == "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")
        #expect(root.childElements.map(\.name) == ["Issuer", "NameIDPolicy", "RequestedAuthnContext"])
        #expect(try request().sent.forcedAuthentication)
    }

    @Test func travelsByRedirectWithASignedQuery() throws {
        let address = try request().redirectAddress(
            relayState: RelayState(Array("token".utf8)),
            signer: ForgeScene.signer()
        )
        #expect(address.hasPrefix("https://idp.example.com/sso?tenant=1&SAMLRequest="))
        let query = Array(address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        let delivery = try RedirectBinding.receive(query: query)
        #expect(delivery.document == (try request().document()))
        #expect(delivery.relayState?.text == "token")
        #expect(address.contains("&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256&Signature="))
    }

    @Test func travelsByPostWithASignatureInside() throws {
        let form = try request().postForm(relayState: nil, signer: ForgeScene.signer())
        #expect(form.action == "https://idp.example.com/sso?tenant=1")
        #expect(form.fields.map(\.name) == ["SAMLRequest"])
        let document = try PostBinding.document(base64: Array(form.fields[0].value.utf8))
        let verified = try XMLSignatureVerifier.verify(
            document,
            signed: .root,
            trust: ForgeScene.identityProvider().trust
        )
        #expect(verified.root.attribute("ID") == ForgeScene.request)
        #expect(try ReceivedXML(reading: document).root.childElements.map(\.name).prefix(2) == ["Issuer", "Signature"])
    }

    @Test func escapesWhateverItIsGiven() throws {
        let text = "a<b>&\"'\u{1}\r\n\tc"
        let element = XMLComposer("x", text: text).attribute("y", text)
        let root = try ReceivedXML(reading: element.document()).root
        let expected = "a<b>&\"'\u{FFFD}\r\n\tc"
        #expect(root.text() == expected)
        #expect(root.attribute("y") == expected)
        #expect(root.childElements.isEmpty)
    }

    // attacks 1.6 #101
    @Test func answersMustKeepWhatWasAskedFor() throws {
        let forced = SentRequest(
            id: try ForgeScene.id(ForgeScene.request),
            issuedAt: ForgeScene.now,
            forcedAuthentication: true
        )
        let strong = SentRequest(id: forced.id, authenticationContexts: ["urn:oasis:names:tc:SAML:2.0:ac:classes:X509"])
        for (sent, code) in [(forced, "SAML-AUTHN-03"), (strong, "SAML-AUTHN-05")] {
            let response = try ResponseForge().response()
            let validator = try ResponseValidator(ForgeScene.circumstances(expecting: .answer(to: sent)))
            let rejection = #expect(throws: SAMLRejection.self) { try validator.validate(response) }
            #expect(rejection?.code.name == code)
        }
    }
}
