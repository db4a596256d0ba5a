import SAML
import SAMLForge
import Testing

@Suite("HTTP-POST binding")
struct PostBindingTests {
    private static let form = "application/x-www-form-urlencoded"

    @Test(
        arguments: [
            // base64 of <a/>, alone, with RelayState, with line breaks (attacks 1.9 #132, #147)
            "SAMLResponse=PGEvPg%3D%3D", "SAMLResponse=PGEvPg%3d%3d&RelayState=x",
            "RelayState=&SAMLResponse=PGEv%0D%0APg%3D%3D",
            "other=1&SAMLResponse=PGEvPg%3D%3D",
        ]
    )
    func readsForms(_ body: String) throws {
        let (response, _) = try PostBinding.signInResponse(body: Array(body.utf8), contentType: Self.form)
        #expect(response.bytes == Array("<a/>".utf8))
    }

    @Test func readsACharsetBehindTheType() throws {
        _ = try PostBinding.signInResponse(
            body: Array("SAMLResponse=PGEvPg%3D%3D".utf8),
            contentType: "application/x-www-form-urlencoded; charset=utf-8"
        )
    }

    // attacks 1.6 #108–#110, 1.7 #113
    @Test(
        arguments: [
            ("SAMLResponse=PGEvPg%3D%3D&SAMLResponse=PGEvPg%3D%3D", "", "SAML-BIND-02"),
            ("SAMLResponse=PGEvPg%3D%3D&samlresponse=PGEvPg%3D%3D", "", "SAML-BIND-02"),
            ("SAMLResponse=PGEvPg%3D%3D&%53AMLResponse=PGEvPg%3D%3D", "", "SAML-BIND-02"),
            ("SAMLResponse=PGEvPg%3D%3D", "SAMLResponse=PGEvPg%3D%3D", "SAML-BIND-02"),
            ("SAMLResponse=PGEvPg%3D%3D&SAMLRequest=PGEvPg%3D%3D", "", "SAML-BIND-03"),
            ("SAMLRequest=PGEvPg%3D%3D", "", "SAML-BIND-03"),
            ("", "", "SAML-BIND-03"),
            ("", "SAMLResponse=PGEvPg%3D%3D", "SAML-BIND-07"),
            ("", "SAMLart=AAQ", "SAML-BIND-08"),
            ("SAMLart=AAQ", "", "SAML-BIND-08"),
            ("SAMLResponse=PGEvPg", "", "SAML-BIND-05"),
            ("SAMLResponse=PGEvPh%3D%3D", "", "SAML-BIND-05"),
            ("SAMLResponse=PGEvPg%3D%3D%3D%3D", "", "SAML-BIND-05"),
            ("SAMLResponse=PGEv-g%3D%3D", "", "SAML-BIND-05"),
            ("SAMLResponse=", "", "SAML-BIND-05"),
            ("SAMLResponse=%GG", "", "SAML-BIND-01"),
            ("SAMLResponse=PGEvPg%3D%3D&RelayState=%00", "", "SAML-BIND-01"),
            ("SAMLResponse=PGEvPg%3D%3D&RelayState=" + String(repeating: "a", count: 81), "", "SAML-BIND-09"),
            ("SAMLResponse=" + String(repeating: "A", count: 256 * 1_024 + 4), "", "SAML-BIND-04"),
        ]
    )
    func refusesOtherForms(_ body: String, _ query: String, _ code: String) {
        let rejection = #expect(throws: SAMLRejection.self) {
            try PostBinding.signInResponse(body: Array(body.utf8), query: Array(query.utf8), contentType: Self.form)
        }
        #expect(rejection?.code.name == code)
    }

    @Test(arguments: ["", "text/plain", "multipart/form-data", "application/json"])
    func refusesOtherTypes(_ type: String) {
        let rejection = #expect(throws: SAMLRejection.self) {
            try PostBinding.signInResponse(body: Array("SAMLResponse=PGEvPg%3D%3D".utf8), contentType: type)
        }
        #expect(rejection?.code.name == "SAML-BIND-01")
    }
}
