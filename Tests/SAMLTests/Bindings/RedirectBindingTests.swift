import SAML
import SAMLForge
import Testing

@Suite("HTTP-Redirect binding")
struct RedirectBindingTests {
    private func judge(_ query: String) throws -> VerifiedLogoutRequest {
        try LogoutValidator(ForgeScene.logoutCircumstances())
            .request(ReceivedLogout(RedirectBinding.receive(query: Array(query.utf8))))
    }

    private func parameters(of query: String) -> [String] {
        query.split(separator: "&").map(String.init)
    }

    @Test func verifiesTheOctetsReceivedInAnyOrder() throws {
        // attacks 1.9 #148
        let query = try LogoutForge.request().query(relayState: "state one")
        #expect(try judge(query).relayState?.text == "state one")
        #expect(try judge(parameters(of: query).reversed().joined(separator: "&")).id.text == "_logout-1")
    }

    @Test func neverEncodesAnew() throws {
        // attacks 1.7 #112: the same text in other escapes is another signature input, so it must fail
        let query = try LogoutForge.request().query(relayState: "state one")
        let lowered = query.replacing("%2F", with: "%2f").replacing("%2B", with: "%2b").replacing("%3D", with: "%3d")
        #expect(lowered != query)
        let rejection = #expect(throws: SAMLRejection.self) { try judge(lowered) }
        #expect(rejection?.code.name == "SAML-BIND-12")
        let spaced = query.replacing("RelayState=state%20one", with: "RelayState=state+one")
        #expect(#expect(throws: SAMLRejection.self) { try judge(spaced) }?.code.name == "SAML-BIND-12")
    }

    // attacks 1.7 #113–#115
    @Test(
        arguments: [
            ("&RelayState=state%20one", "", "SAML-BIND-12"),
            ("&RelayState=state%20one", "&RelayState=", "SAML-BIND-12"),
            ("&RelayState=state%20one", "&RelayState=other", "SAML-BIND-12"),
            ("&RelayState=", "&RelayState=x&RelayState=", "SAML-BIND-02"),
            ("SAMLRequest=", "SAMLResponse=PGEvPg%3D%3D&SAMLRequest=", "SAML-BIND-03"),
            ("SAMLRequest=", "samlrequest=x&SAMLRequest=", "SAML-BIND-02"),
            ("SAMLRequest=", "%53AMLRequest=x&SAMLRequest=", "SAML-BIND-02"),
            ("SAMLRequest=", "%53AMLRequest=", "SAML-BIND-02"),
            ("&Signature=", "&Signature=+", "SAML-BIND-12"), ("&Signature=", "&Signaturex=", "SAML-BIND-10"),
            ("&SigAlg=", "&SigAlgx=", "SAML-BIND-10"), ("&SigAlg=", "&SAMLEncoding=urn%3Ax&SigAlg=", "SAML-BIND-13"),
            ("rsa-sha256", "rsa-sha512", "SAML-BIND-12"),
        ]
    )
    func refusesChangedQueries(_ old: String, _ new: String, _ code: String) throws {
        let query = try LogoutForge.request().query(relayState: "state one")
        let changed = try ResponseForge.replacing(old, by: new, in: query)
        let rejection = #expect(throws: SAMLRejection.self) { try judge(changed) }
        #expect(rejection?.code.name == code)
    }

    @Test func tellsEmptyFromAbsentRelayState() throws {
        // attacks 1.7 #115
        let query = try LogoutForge.request().query()
        #expect(try judge(query).relayState == nil)
        let rejection = #expect(throws: SAMLRejection.self) { try judge(query + "&RelayState=") }
        #expect(rejection?.code.name == "SAML-BIND-12")
    }

    @Test func boundsInflation() throws {
        // attacks 1.6 #111: a megabyte of blanks in a message of a kilobyte
        var bomb = try LogoutForge.request()
        bomb.document += String(repeating: " ", count: 1 << 20)
        let query = try bomb.query()
        let rejection = #expect(throws: SAMLRejection.self) { try judge(query) }
        #expect(rejection?.code.name == "SAML-BIND-06")
    }

    @Test(arguments: ["SAMLRequest=AAAA", "SAMLRequest=eJwDAAAAAAE%3D", "SAMLRequest=AwA%3D"])
    func refusesWhatIsNoDeflateStream(_ query: String) {
        // the second is a zlib stream with a header, the third an empty raw stream, which holds no document
        #expect(throws: SAMLRejection.self) { try judge(query) }
    }
}
