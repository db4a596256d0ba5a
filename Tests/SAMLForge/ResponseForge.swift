internal import Encoding
package import SAML

/// Makes valid responses of every kind; a test then breaks one thing, before or after signing.
package struct ResponseForge: Sendable {
    /// Which parts are signed.
    package var signs: Set<SignedPart> = [.assertion]
    /// How the assertion is encrypted; nil leaves it plain.
    package var encryption: ForgeEncryption?
    /// Who signs.
    package var key: ForgeKey
    /// The assertion's document, unsigned.
    package var assertion: String
    /// What stands around the assertion, with ``place`` where it goes.
    package var envelope: String
    private var afterSigning: [Edit] = []

    private struct Edit: Sendable {
        let old: String
        let new: String
    }

    /// Where the assertion goes in the envelope.
    package static let place = "<!-- assertion -->"

    /// A valid answer to ``ForgeScene/request`` with a signed assertion.
    package init() throws {
        key = try ForgeKeyRing.shared.get().provider
        assertion = AssertionTemplate.standard
        envelope = """
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
            xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response-1" Version="2.0" \
            IssueInstant="2026-01-15T11:59:58Z" Destination="\(ForgeScene.acs)" InResponseTo="\(ForgeScene.request)">\
            <saml:Issuer>\(ForgeScene.provider)</saml:Issuer>\
            <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
            \(Self.place)</samlp:Response>
            """
    }

    /// A valid response with these parts signed.
    package init(signing parts: Set<SignedPart>, encrypting encryption: ForgeEncryption? = nil) throws {
        try self.init()
        signs = parts
        self.encryption = encryption
    }

    /// Changes the assertion before it is signed.
    ///
    /// - Throws: ``ForgeFault`` where the text is not there.
    package mutating func inAssertion(_ old: String, becomes new: String) throws {
        assertion = try Self.replacing(old, by: new, in: assertion)
    }

    /// Changes the envelope before it is signed.
    ///
    /// - Throws: ``ForgeFault`` where the text is not there.
    package mutating func inEnvelope(_ old: String, becomes new: String) throws {
        envelope = try Self.replacing(old, by: new, in: envelope)
    }

    /// Changes the finished document, after every signature.
    package mutating func afterSigning(_ old: String, becomes new: String) {
        afterSigning.append(Edit(old: old, new: new))
    }

    /// Makes an unsolicited response of it.
    package mutating func dropRequest() throws {
        try inEnvelope(" InResponseTo=\"\(ForgeScene.request)\"", becomes: "")
        try inAssertion(" InResponseTo=\"\(ForgeScene.request)\"", becomes: "")
    }

    /// The finished document as text.
    package func text() throws -> String {
        var inner = assertion
        if signs.contains(.assertion) {
            inner = try key.signing(inner, id: Self.id(of: inner))
        }
        if let encryption {
            inner = try encryption.encrypt(inner)
        }
        var whole = envelope.split(separator: Self.place, omittingEmptySubsequences: false).joined(separator: inner)
        if signs.contains(.response) {
            whole = try key.signing(whole, id: Self.id(of: whole))
        }
        for edit in afterSigning {
            whole = try Self.replacing(edit.old, by: edit.new, in: whole)
        }
        return whole
    }

    /// The finished document as it arrives.
    package func response() throws -> ReceivedResponse {
        ReceivedResponse(bytes: Array(try text().utf8))
    }

    /// The assertion alone, signed as it would be inside.
    package func signedAssertion() throws -> String {
        try key.signing(assertion, id: Self.id(of: assertion))
    }

    /// The first `ID` in the text, which is the root's.
    private static func id(of document: String) throws -> String {
        guard let start = document.firstRange(of: " ID=\"") else { throw ForgeFault.nothingToReplace("ID") }
        return String(document[start.upperBound...].prefix { $0 != "\"" })
    }

    /// Replaces every occurrence; an edit that changes nothing is a fault of the test.
    package static func replacing(_ old: String, by new: String, in text: String) throws -> String {
        let parts = text.split(separator: old, omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw ForgeFault.nothingToReplace(old) }
        return parts.joined(separator: new)
    }
}
