import SAML
import SAMLForge
import Testing

@Suite("Logout messages")
struct LogoutTests {
    // attacks 1.9 #149
    @Test func acceptsRequestsByBothBindings() throws {
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [LogoutForge.request().byPost(), LogoutForge.request().byRedirect()] {
            let request = try validator.request(message)
            #expect(request.nameID.value == "ada")
            #expect(request.sessionIndexes == ["session-1"])
            #expect(request.id.text == "_logout-1")
            #expect(request.keepUntil.description == "2026-01-15T12:05:00Z")
        }
    }

    @Test func acceptsResponsesByBothBindings() throws {
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [LogoutForge.response().byPost(), LogoutForge.response().byRedirect()] {
            #expect(try validator.response(message, to: ForgeScene.id(ForgeScene.request)).outcome == .success)
        }
    }

    @Test func acceptsSeveralSessionsAndNone() throws {
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        let index = "<samlp:SessionIndex>session-1</samlp:SessionIndex>"
        var forge = try LogoutForge.request()
        try forge.replace(index, by: "")
        #expect(try validator.request(forge.byPost()).sessionIndexes.isEmpty)
        forge = try LogoutForge.request()
        try forge.replace(index, by: index + "<samlp:SessionIndex>session-2</samlp:SessionIndex>")
        #expect(try validator.request(forge.byRedirect()).sessionIndexes == ["session-1", "session-2"])
    }

    // attacks 1.7 #116
    @Test(
        arguments: [
            (" Version=\"2.0\"", " Version=\"1.1\"", "SAML-SLO-01"),
            (ForgeScene.provider, "https://evil.example", "SAML-SLO-02"),
            (ForgeScene.slo, ForgeScene.acs, "SAML-SLO-03"),
            (" Destination=\"\(ForgeScene.slo)\"", "", "SAML-SLO-03"),
            ("11:59:58Z", "11:54:59Z", "SAML-SLO-04"),
            ("11:59:58Z", "12:00:01Z", "SAML-SLO-04"),
            ("12:05:00Z", "12:00:00Z", "SAML-SLO-05"),
            (">ada<", "><", "SAML-SLO-06"),
            ("<saml:NameID ", "<saml:NameID SPNameQualifier=\"https://other.example\" ", "SAML-SLO-07"),
            ("samlp:LogoutRequest", "samlp:AuthnRequest", "SAML-FORM-01"),
        ]
    )
    func refusesBrokenRequests(_ old: String, _ new: String, _ code: String) throws {
        var forge = try LogoutForge.request()
        try forge.replace(old, by: new)
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [forge.byPost(), forge.byRedirect()] {
            let rejection = #expect(throws: SAMLRejection.self) { try validator.request(message) }
            #expect(rejection?.code.name == code)
        }
    }

    // attacks 1.7 #118
    @Test(
        arguments: [
            ("_request-1", "_request-2", "SAML-SLO-08"), (" InResponseTo=\"_request-1\"", "", "SAML-SLO-08"),
            ("<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>", "", "SAML-SLO-10"),
        ]
    )
    func refusesBrokenResponses(_ old: String, _ new: String, _ code: String) throws {
        var forge = try LogoutForge.response()
        try forge.replace(old, by: new)
        let message = try forge.byPost()
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        let request = try ForgeScene.id(ForgeScene.request)
        let rejection = #expect(throws: SAMLRejection.self) { try validator.response(message, to: request) }
        #expect(rejection?.code.name == code)
    }

    @Test func tellsPartialFromFailedLogout() throws {
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        var forge = try LogoutForge.response()
        try forge.replace("status:Success\"/>", by: "status:Responder\"/>")
        #expect(try validator.response(forge.byPost(), to: ForgeScene.id(ForgeScene.request)).outcome == .failed)
        forge = try LogoutForge.response()
        try forge.replace(
            "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>",
            by: "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"><samlp:StatusCode "
                + "Value=\"urn:oasis:names:tc:SAML:2.0:status:PartialLogout\"/></samlp:StatusCode>"
        )
        #expect(try validator.response(forge.byPost(), to: ForgeScene.id(ForgeScene.request)).outcome == .partial)
    }

    @Test func refusesUnsignedMessages() throws {
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        let post = try LogoutForge.request().byPost(signed: false)
        #expect(#expect(throws: SAMLRejection.self) { try validator.request(post) }?.code.name == "SAML-SLO-09")
        let redirect = try LogoutForge.request().byRedirect(signed: false)
        #expect(#expect(throws: SAMLRejection.self) { try validator.request(redirect) }?.code.name == "SAML-BIND-10")
    }

    /// attacks 1.1 #13: a signature of the provider's over something else is none over this.
    @Test func refusesASignedAssertionInsideAsItsSignature() throws {
        let assertion = try ResponseForge().signedAssertion()
        var forge = try LogoutForge.request()
        let name = "<saml:NameID "
        try forge.replace(name, by: "<samlp:Extensions>\(assertion)</samlp:Extensions>" + name)
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [forge.byPost(signed: false), forge.byRedirect(signed: false)] {
            #expect(throws: SAMLRejection.self) { try validator.request(message) }
        }
    }

    /// attacks 1.7 #117: by Redirect only the query's signature counts; one inside neither helps nor harms.
    @Test func anEmbeddedSignatureByRedirectCountsForNothing() throws {
        var forge = try LogoutForge.request()
        try forge.signInside()
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        let unsigned = try forge.byRedirect(signed: false)
        #expect(#expect(throws: SAMLRejection.self) { try validator.request(unsigned) }?.code.name == "SAML-BIND-10")
        #expect(try validator.request(forge.byRedirect()).nameID.value == "ada")
        try forge.replace(">ada<", by: ">eve<")
        #expect(try validator.request(forge.byRedirect()).nameID.value == "eve")
    }

    @Test func refusesSomebodyElsesSignature() throws {
        // attacks 1.4 #67
        var forge = try LogoutForge.request()
        forge.key = try ForgeKeyRing.shared.get().attacker
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for message in try [forge.byPost(), forge.byRedirect()] {
            let rejection = #expect(throws: SAMLRejection.self) { try validator.request(message) }
            #expect(["SAML-SIG-05", "SAML-BIND-12"].contains(rejection?.code.name))
        }
    }

    @Test func ourOwnMessagesAreValidToTheOtherSide() throws {
        let signer = try ForgeScene.signer()
        let request = try LogoutRequest(
            id: ForgeScene.id("_ours-1"),
            issuedAt: ForgeScene.now,
            destination: ForgeScene.slo,
            issuer: ForgeScene.entity(ForgeScene.provider),
            nameID: NameID(value: "ada & \"co\" <x>", format: .emailAddress, nameQualifier: "q"),
            sessionIndexes: ["session-1"]
        )
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        let address = try request.redirectAddress(relayState: nil, signer: signer)
        let query = Array(address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        let verified = try validator.request(ReceivedLogout(RedirectBinding.receive(query: query)))
        #expect(verified.nameID.value == "ada & \"co\" <x>")
        #expect(verified.nameID.nameQualifier == "q")
        #expect(verified.nameID.format == .emailAddress)

        for (outcome, expected) in [
            (LogoutResponse.Outcome.success, VerifiedLogoutResponse.Outcome.success), (.partial, .partial),
            (.refused, .failed),
        ] {
            let response = try LogoutResponse(
                id: ForgeScene.id("_ours-2"),
                issuedAt: ForgeScene.now,
                destination: ForgeScene.slo,
                issuer: ForgeScene.entity(ForgeScene.provider),
                inResponseTo: ForgeScene.id("_ours-1"),
                outcome: outcome
            )
            let address = try response.redirectAddress(relayState: nil, signer: signer)
            let query = Array(address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
            let received = try ReceivedLogout(RedirectBinding.receive(query: query))
            #expect(try validator.response(received, to: ForgeScene.id("_ours-1")).outcome == expected)
        }
    }
}
