import SAML
import SAMLForge
import Testing

/// Signature wrapping in every place that a document offers: what is genuine is hidden, whole or in parts, in what is forged, and
/// the other way round. Whatever is accepted says what the provider signed.
@Suite("Signature wrapping in every place")
struct WrappingTests {
    private static let issuer = "<saml:Issuer>\(ForgeScene.provider)</saml:Issuer>"

    /// What an attacker would like to be read.
    private static let evil = AssertionTemplate.standard.replacing(">ada<", with: ">eve<")
        .replacing("ada@example.com", with: "eve@example.net").replacing("engineers", with: "owners")

    /// attacks 1.1 #2, #9, #14.
    @Test func readsNoForgedAssertionWhereverTheGenuineOneIs() throws {
        let genuine = try ResponseForge().signedAssertion()
        let signature = try Self.signature(in: genuine)
        let attackers = try Self.signature(
            in: ForgeKeyRing.shared.get().attacker.signing(Self.evil, id: "_assertion-1")
        )
        let envelope = try ResponseForge().envelope
        var tally = Tally()
        for id in ["_assertion-1", "_evil-1"] {
            let forged = Self.evil.replacing("_assertion-1", with: id)
            for borrowed in ["", signature, attackers, signature.replacing("#_assertion-1", with: "#\(id)")] {
                let dressed = forged.replacing(Self.issuer, with: Self.issuer + borrowed)
                let parts = [genuine, genuine.replacing(signature, with: ""), signature]
                for (shown, hidden) in parts.map({ (dressed, $0) }) + [(genuine, dressed), (genuine, forged)] {
                    for document in try Self.hiding(hidden, in: shown, within: envelope) { try tally.count(document) }
                }
            }
        }
        // What is inert beside a genuine assertion may be there.
        #expect(tally.accepted > 0)
        #expect(tally.refused > 400)
    }

    /// attacks 1.1 #1, #2, #14: the same with a response that is signed as a whole.
    @Test func readsNoForgedResponseWhereverTheGenuineOneIs() throws {
        let genuine = try ResponseForge(signing: [.response]).text()
        let signature = try Self.signature(in: genuine)
        var tally = Tally()
        for id in ["_response-1", "_evil-2"] {
            let forged = try ResponseForge().envelope.replacing("_response-1", with: id)
            for borrowed in ["", signature, signature.replacing("#_response-1", with: "#\(id)")] {
                let shown = Self.evil.replacing("_assertion-1", with: "_evil-1")
                let start = try ResponseForge.replacing(Self.issuer, by: Self.issuer + borrowed, in: forged)
                for part in [genuine, genuine.replacing(signature, with: ""), signature] {
                    for document in try Self.hiding(part, in: shown, within: start) { try tally.count(document) }
                }
            }
        }
        #expect(tally.accepted == 0)
        #expect(tally.refused > 100)
    }

    /// attacks 1.1 #13: a signature speaks for the message that it was made for.
    @Test func takesNoSignatureOfAnotherMessage() throws {
        let assertion = try ResponseForge().signedAssertion()
        let validator = try LogoutValidator(ForgeScene.logoutCircumstances())
        for stolen in [assertion, try Self.signature(in: assertion)] {
            for place in [Self.issuer, "</samlp:LogoutRequest>"] {
                var forge = try LogoutForge.request()
                try forge.replace(place, by: place == Self.issuer ? place + stolen : stolen + place)
                let message = try forge.byPost(signed: false)
                #expect(throws: SAMLRejection.self) { try validator.request(message) }
            }
        }
        var logout = try LogoutForge.request()
        try logout.signInside()
        for stolen in [logout.document, try Self.signature(in: logout.document)] {
            let document = try ResponseForge.replacing(
                ResponseForge.place,
                by: stolen + Self.evil,
                in: ResponseForge().envelope
            )
            #expect(throws: SAMLRejection.self) { try Self.verdict(document) }
        }
    }

    // MARK: Places

    /// Documents in which something is hidden in each place inside and around the assertion that is shown.
    private static func hiding(_ hidden: String, in shown: String, within envelope: String) throws -> [String] {
        let inside = [
            ("<saml:Subject>", "<saml:Advice>\(hidden)</saml:Advice><saml:Subject>"),
            ("<saml:Subject>", "<saml:Subject>\(hidden)"),
            ("/></saml:SubjectConfirmation>", ">\(hidden)</saml:SubjectConfirmationData></saml:SubjectConfirmation>"),
            ("</saml:Conditions>", "\(hidden)</saml:Conditions>"),
            ("<saml:AuthnContext>", "<saml:AuthnContext><saml:AuthnContextDecl>\(hidden)</saml:AuthnContextDecl>"),
            ("on call", "\(hidden)"), ("</saml:Assertion>", "\(hidden)</saml:Assertion>"),
            ("</ds:Signature>", "<ds:Object>\(hidden)</ds:Object></ds:Signature>"),
            ("</ds:Signature>", "<ds:KeyInfo>\(hidden)</ds:KeyInfo></ds:Signature>"),
            ("<ds:SignedInfo>", "<ds:SignedInfo>\(hidden)"),
        ].filter { shown.contains($0.0) }.map { shown.replacing($0.0, with: $0.1) }
        let beside = [
            shown + hidden, hidden + shown, "<samlp:Extensions>\(hidden)</samlp:Extensions>" + shown,
            shown + "<samlp:Extensions>\(hidden)</samlp:Extensions>",
        ]
        let around = try (inside + beside).map {
            try ResponseForge.replacing(ResponseForge.place, by: $0, in: envelope)
        }
        let plain = try ResponseForge.replacing(ResponseForge.place, by: shown, in: envelope)
        return around + [
            plain.replacing(
                "</samlp:Status>",
                with: "<samlp:StatusDetail>\(hidden)</samlp:StatusDetail></samlp:Status>"
            ),
            plain.replacing(issuer + "<samlp:Status>", with: issuer + hidden + "<samlp:Status>"),
            hidden.replacing("</saml:Assertion>", with: plain + "</saml:Assertion>"),
        ]
    }

    /// What became of the documents.
    private struct Tally {
        var accepted = 0
        var refused = 0

        mutating func count(_ document: String) throws {
            guard let verified = try? verdict(document) else {
                refused += 1
                return
            }
            accepted += 1
            #expect(verified.nameID.value == "ada", "\(document)")
            #expect(verified.attributes["email"]?.values == ["ada@example.com"], "\(document)")
            #expect(verified.attributes["groups"]?.values == ["engineers", "on call"], "\(document)")
        }
    }

    private static func verdict(_ document: String) throws -> VerifiedAssertion {
        try ResponseValidator(ForgeScene.circumstances()).validate(ReceivedResponse(bytes: Array(document.utf8)))
    }

    private static func signature(in document: String) throws -> String {
        let start = try #require(document.firstRange(of: "<ds:Signature"))
        let end = try #require(document.firstRange(of: "</ds:Signature>"))
        return String(document[start.lowerBound..<end.upperBound])
    }
}
