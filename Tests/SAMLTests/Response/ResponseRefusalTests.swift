import SAML
import SAMLForge
import Testing

/// One thing is broken in a valid response, before it is signed: so the signature holds, and the check itself must refuse.
@Suite("Responses with one thing broken")
struct ResponseRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let code: String
        var envelope: [(String, String)] = []
        var assertion: [(String, String)] = []
        /// Set where the break takes away what a signature is put behind.
        var signing: Set<SignedPart>?
        var testDescription: String { "\(line) → \(code)" }
    }

    private static let bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
    private static let success = "urn:oasis:names:tc:SAML:2.0:status:Success"
    private static let provider = "<saml:Issuer>\(ForgeScene.provider)</saml:Issuer>"
    private static let status = "<samlp:StatusCode Value=\"\(success)\"/>"
    private static let data = " NotOnOrAfter=\"2026-01-15T12:05:00Z\" Recipient"
    private static let conditionsEnd = " NotOnOrAfter=\"2026-01-15T12:05:00Z\"><saml:AudienceRestriction>"

    static let envelopeCases: [Case] = [
        Case(line: "1.6 #100 version 1.1", code: "SAML-VER-01", envelope: [(" Version=\"2.0\"", " Version=\"1.1\"")]),
        Case(line: "1.6 #100 no version", code: "SAML-VER-01", envelope: [(" Version=\"2.0\"", "")]),
        Case(
            line: "1.6 #100 another root",
            code: "SAML-FORM-01",
            envelope: [("samlp:Response", "samlp:ArtifactResponse")]
        ),
        Case(
            line: "1.3 #55 foreign namespace",
            code: "SAML-FORM-01",
            envelope: [("xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"", "xmlns:samlp=\"urn:evil\"")]
        ),
        Case(line: "1.6 #99 failure", code: "SAML-STAT-01", envelope: [("status:Success", "status:Responder")]),
        Case(
            line: "1.6 #99 no status",
            code: "SAML-STAT-01",
            envelope: [("<samlp:Status>\(status)</samlp:Status>", "")]
        ),
        Case(line: "1.6 #99 no code", code: "SAML-STAT-01", envelope: [(status, "")]),
        Case(line: "1.6 #99 two codes", code: "SAML-STAT-01", envelope: [(status, status + status)]),
        Case(
            line: "1.6 #99 success at the second level only",
            code: "SAML-STAT-01",
            envelope: [
                (
                    status,
                    "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\">\(status)</samlp:StatusCode>"
                )
            ]
        ),
        Case(
            line: "1.6 #97 other issuer",
            code: "SAML-ISS-01",
            envelope: [(ForgeScene.provider, "https://evil.example")]
        ),
        Case(line: "1.6 #97 no issuer", code: "SAML-ISS-01", envelope: [(provider, "")], signing: [.assertion]),
        Case(
            line: "1.6 #97 issuer of another format",
            code: "SAML-ISS-01",
            envelope: [
                ("<saml:Issuer>", "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">")
            ]
        ),
        Case(
            line: "1.3 #61 issuer with a blank",
            code: "SAML-ISS-01",
            envelope: [("</saml:Issuer>", " </saml:Issuer>")]
        ),
        Case(line: "1.1 #35 two issuers", code: "SAML-FORM-02", envelope: [(provider, provider + provider)]),
        Case(
            line: "1.6 #89 other host",
            code: "SAML-DEST-01",
            envelope: [("https://sp.example.org/", "https://sp.example.net/")]
        ),
        Case(line: "1.6 #89 http", code: "SAML-DEST-01", envelope: [("Destination=\"https", "Destination=\"http")]),
        Case(line: "1.6 #89 slash added", code: "SAML-DEST-01", envelope: [("okta/acs\"", "okta/acs/\"")]),
        Case(line: "1.6 #89 case", code: "SAML-DEST-01", envelope: [("okta/acs\"", "okta/ACS\"")]),
        Case(
            line: "1.6 #89 empty",
            code: "SAML-DEST-01",
            envelope: [("Destination=\"\(ForgeScene.acs)\"", "Destination=\"\"")]
        ),
        Case(line: "1.6 #95 future", code: "SAML-TIME-01", envelope: [("11:59:58Z", "12:00:01Z")]),
        Case(line: "1.6 #95 days ago", code: "SAML-TIME-01", envelope: [("2026-01-15T11", "2026-01-13T11")]),
        Case(line: "1.6 #94 no zone", code: "SAML-FORM-05", envelope: [("11:59:58Z", "11:59:58")]),
        Case(line: "1.6 #94 offset", code: "SAML-FORM-05", envelope: [("11:59:58Z", "11:59:58+00:00")]),
        Case(line: "1.6 #84 another request", code: "SAML-REQ-02", envelope: [("_request-1", "_request-2")]),
        Case(
            line: "1.6 #85 downgrade to unsolicited",
            code: "SAML-REQ-01",
            envelope: [(" InResponseTo=\"_request-1\"", "")],
            assertion: [(" InResponseTo=\"_request-1\"", "")]
        ),
        Case(line: "1.2 #41 ID with a digit first", code: "SAML-FORM-04", envelope: [("_response-1", "1")]),
        Case(line: "1.2 #41 ID not ASCII", code: "SAML-FORM-04", envelope: [("_response-1", "_é")]),
        Case(
            line: "1.2 #40 ID in lower case",
            code: "SAML-FORM-03",
            envelope: [(" ID=\"_response-1\"", " Id=\"_response-1\"")]
        ),
        Case(line: "1.1 #35 no assertion", code: "SAML-FORM-08", envelope: [(ResponseForge.place, "")]),
        Case(
            line: "1.1 #35 two assertions",
            code: "SAML-FORM-09",
            envelope: [
                (ResponseForge.place, ResponseForge.place + "<saml:Assertion ID=\"_assertion-2\"/>")
            ]
        ),
        Case(
            line: "1.1 #35 plain and encrypted",
            code: "SAML-FORM-09",
            envelope: [(ResponseForge.place, "<saml:EncryptedAssertion/>" + ResponseForge.place)]
        ),
    ]

    static let assertionCases: [Case] = [
        Case(line: "1.6 #100 version", code: "SAML-VER-02", assertion: [(" Version=\"2.0\"", " Version=\"1.1\"")]),
        Case(
            line: "1.6 #97 other issuer",
            code: "SAML-ISS-02",
            assertion: [(ForgeScene.provider, "https://evil.example")]
        ),
        Case(line: "1.6 #97 no issuer", code: "SAML-ISS-02", assertion: [(provider, "")], signing: [.response]),
        Case(line: "1.6 #95 future", code: "SAML-TIME-02", assertion: [("11:59:58Z", "12:00:01Z")]),
        Case(line: "no subject", code: "SAML-SUBJ-01", assertion: [(AssertionTemplate.subject, "")]),
        Case(line: "1.6 #103 empty name", code: "SAML-NAME-01", assertion: [(">ada<", "><")]),
        Case(line: "1.6 #103 blank name", code: "SAML-NAME-01", assertion: [(">ada<", ">  <")]),
        Case(
            line: "1.6 #103 long name",
            code: "SAML-NAME-02",
            assertion: [(">ada<", ">" + String(repeating: "a", count: 257) + "<")]
        ),
        Case(
            line: "1.6 #103 another SP's name",
            code: "SAML-NAME-03",
            assertion: [("<saml:NameID ", "<saml:NameID SPNameQualifier=\"https://other.example\" ")]
        ),
        Case(line: "1.6 #103 transient", code: "SAML-NAME-04", assertion: [("format:persistent", "format:transient")]),
        Case(line: "1.6 #105 markup in the name", code: "SAML-FORM-06", assertion: [(">ada<", ">ada<saml:x/><")]),
        Case(line: "1.3 #62 control character in the name", code: "SAML-FORM-07", assertion: [(">ada<", ">ada&#13;<")]),
        Case(line: "1.6 #91 not bearer", code: "SAML-CONF-01", assertion: [("cm:bearer", "cm:holder-of-key")]),
        Case(line: "1.6 #91 no confirmation", code: "SAML-CONF-01", assertion: [(AssertionTemplate.confirmation, "")]),
        Case(
            line: "1.6 #91 no data",
            code: "SAML-CONF-02",
            assertion: [
                (AssertionTemplate.confirmation, "<saml:SubjectConfirmation Method=\"\(bearer)\"/>")
            ]
        ),
        Case(line: "1.6 #90 other recipient", code: "SAML-CONF-03", assertion: [("okta/acs\"", "ping/acs\"")]),
        Case(line: "1.6 #90 no recipient", code: "SAML-CONF-03", assertion: [(" Recipient=\"\(ForgeScene.acs)\"", "")]),
        Case(
            line: "1.6 #90 NotBefore",
            code: "SAML-CONF-04",
            assertion: [
                ("<saml:SubjectConfirmationData", "<saml:SubjectConfirmationData NotBefore=\"2026-01-15T11:00:00Z\"")
            ]
        ),
        Case(line: "1.6 #90 no end", code: "SAML-CONF-05", assertion: [(data, " Recipient")]),
        Case(
            line: "1.6 #90 past",
            code: "SAML-CONF-06",
            assertion: [(data, " NotOnOrAfter=\"2026-01-15T12:00:00Z\" Recipient")]
        ),
        Case(
            line: "1.6 #93 confirmation for years",
            code: "SAML-CONF-07",
            assertion: [(data, " NotOnOrAfter=\"2027-01-15T12:00:00Z\" Recipient")]
        ),
        Case(
            line: "1.6 #86 differs from the response",
            code: "SAML-CONF-08",
            assertion: [("_request-1", "_request-2")]
        ),
        Case(line: "1.6 #93 no conditions", code: "SAML-COND-01", assertion: [(AssertionTemplate.conditions, "")]),
        Case(
            line: "1.6 #102 unknown condition",
            code: "SAML-COND-02",
            assertion: [("</saml:Conditions>", "<saml:Condition/></saml:Conditions>")]
        ),
        Case(line: "1.6 #93 not yet", code: "SAML-TIME-03", assertion: [("11:55:00Z", "12:00:01Z")]),
        Case(line: "1.6 #93 no end", code: "SAML-TIME-04", assertion: [(conditionsEnd, "><saml:AudienceRestriction>")]),
        Case(
            line: "1.6 #93 end equal to now",
            code: "SAML-TIME-05",
            assertion: [(conditionsEnd, " NotOnOrAfter=\"2026-01-15T12:00:00Z\"><saml:AudienceRestriction>")]
        ),
        Case(
            line: "1.6 #93 more than a day",
            code: "SAML-TIME-06",
            assertion: [(conditionsEnd, " NotOnOrAfter=\"2026-01-16T11:55:01Z\"><saml:AudienceRestriction>")]
        ),
        Case(
            line: "1.6 #94 30 February",
            code: "SAML-FORM-05",
            assertion: [("2026-01-15T11:55:00Z", "2026-02-30T11:55:00Z")]
        ),
        Case(line: "1.6 #92 no restriction", code: "SAML-AUD-02", assertion: [(AssertionTemplate.audience, "")]),
        Case(
            line: "1.6 #92 other audience",
            code: "SAML-AUD-01",
            assertion: [("<saml:Audience>\(ForgeScene.us)", "<saml:Audience>https://other.example")]
        ),
        Case(
            line: "1.6 #92 prefix",
            code: "SAML-AUD-01",
            assertion: [("<saml:Audience>\(ForgeScene.us)", "<saml:Audience>\(ForgeScene.us)2")]
        ),
        Case(
            line: "1.6 #92 empty",
            code: "SAML-AUD-01",
            assertion: [("<saml:Audience>\(ForgeScene.us)</saml:Audience>", "")]
        ),
        Case(
            line: "1.6 #92 two restrictions, one names us",
            code: "SAML-AUD-01",
            assertion: [
                (
                    AssertionTemplate.audience,
                    AssertionTemplate.audience
                        + "<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>"
                )
            ]
        ),
        Case(line: "1.6 #101 no statement", code: "SAML-AUTHN-01", assertion: [(AssertionTemplate.authentication, "")]),
        Case(
            line: "1.6 #101 two statements",
            code: "SAML-AUTHN-01",
            assertion: [
                (AssertionTemplate.authentication, AssertionTemplate.authentication + AssertionTemplate.authentication)
            ]
        ),
        Case(line: "authenticated in the future", code: "SAML-AUTHN-02", assertion: [("11:59:50Z", "12:00:01Z")]),
        Case(line: "1.6 #96 session over", code: "SAML-SESS-01", assertion: [("T20:00:00Z", "T12:00:00Z")]),
        Case(line: "attribute without a name", code: "SAML-ATTR-02", assertion: [(" Name=\"email\"", "")]),
        Case(
            line: "two subjects",
            code: "SAML-FORM-02",
            assertion: [(AssertionTemplate.subject, AssertionTemplate.subject + AssertionTemplate.subject)]
        ),
    ]

    @Test(arguments: envelopeCases)
    func refusesBrokenEnvelopes(_ broken: Case) throws {
        for parts in [Set([SignedPart.assertion]), [.response]] {
            // An ID that is not an ID can't be signed.
            if parts == [.response], broken.code.hasPrefix("SAML-FORM-0") { continue }
            if let only = broken.signing, only != parts { continue }
            try refuse(broken, signing: parts)
        }
    }

    @Test(arguments: assertionCases)
    func refusesBrokenAssertions(_ broken: Case) throws {
        if let parts = broken.signing { return try refuse(broken, signing: parts) }
        try refuse(broken, signing: [.assertion])
        try refuse(broken, signing: [.response])
        try refuse(broken, signing: [.assertion], encrypting: ForgeEncryption())
    }

    private func refuse(
        _ broken: Case,
        signing parts: Set<SignedPart>,
        encrypting encryption: ForgeEncryption? = nil
    ) throws {
        var forge = try ResponseForge(signing: parts, encrypting: encryption)
        for (old, new) in broken.envelope { try forge.inEnvelope(old, becomes: new) }
        for (old, new) in broken.assertion { try forge.inAssertion(old, becomes: new) }
        let response = try forge.response()
        let validator = try ResponseValidator(ForgeScene.circumstances())
        let rejection = #expect(throws: SAMLRejection.self) { try validator.validate(response) }
        #expect(rejection?.code.name == broken.code, "\(rejection?.detail ?? "")")
    }
}
