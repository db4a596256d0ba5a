import Encoding
import Foundation
import SAML
import SAMLForge
import TestSupport
import Testing
import XMLSecurity

/// One line of `logout.tsv`: a public logout message, whom to trust, and what the engine says of it.
///
/// Columns, separated by tabs: file below `saml/`, the certificate's path (`-` for none: anybody's), verdict without SHA-1,
/// verdict with SHA-1. Files of XML are judged as if they had come by POST, of files of JSON the recorded query is. Time,
/// address and issuer are taken from the message itself, so that the verdict is about everything else.
struct RecordedLogout: CustomTestStringConvertible, Sendable {
    let file: String
    let certificate: String
    let verdict: String
    let verdictWithSHA1: String

    var testDescription: String { file }

    static func table() throws -> [RecordedLogout] {
        try VerdictTable.rows("logout", columns: 4).map {
            RecordedLogout(file: $0[0], certificate: $0[1], verdict: $0[2], verdictWithSHA1: $0[3])
        }
    }

    func judged(by algorithms: SignatureAlgorithms) throws -> String {
        do {
            let bytes = try Vectors.bytes("saml/\(file)")
            if file.hasSuffix(".json") {
                let query = try Self.query(of: StrictJSON.parse(bytes))
                let delivery = try RedirectBinding.receive(query: query)
                return try judge(ReceivedLogout(delivery), delivery.document, delivery.kind, algorithms)
            }
            let form = "SAMLRequest=" + Base64.encode(try Self.document(bytes)).replacing("+", with: "%2B")
            let delivery = try PostBinding.receive(
                body: Array(form.utf8),
                contentType: "application/x-www-form-urlencoded"
            )
            return try judge(ReceivedLogout(delivery), delivery.document, delivery.kind, algorithms)
        } catch let rejection as SAMLRejection {
            return rejection.code.name
        }
    }

    private func judge(
        _ message: ReceivedLogout,
        _ document: [UInt8],
        _ kind: MessageKind,
        _ algorithms: SignatureAlgorithms
    ) throws -> String {
        let text = String(decoding: document, as: UTF8.self)
        let issuer = Self.first(/Issuer[^>]*>([^<]*)</, in: text).flatMap { EntityID($0) }
        let trusted = try TrustedIdentityProvider(
            entityID: issuer ?? ForgeScene.entity("urn:unknown"),
            trust: SignatureTrust(keys: [key()], algorithms: algorithms)
        )
        let validator = try LogoutValidator(
            LogoutCircumstances(
                identityProvider: trusted,
                entityID: ForgeScene.entity(Self.first(/SPNameQualifier="([^"]*)"/, in: text) ?? ForgeScene.us),
                address: Self.first(/Destination="([^"]*)"/, in: text) ?? ForgeScene.slo,
                skew: .none,
                now: Self.first(/IssueInstant="([^"]*)"/, in: text).flatMap { SAMLInstant($0) } ?? ForgeScene.now
            )
        )
        switch kind {
        case .request: _ = try validator.request(message)
        case .response:
            let request = Self.first(/InResponseTo="([^"]*)"/, in: text).flatMap { MessageID($0) }
            _ = try validator.response(message, to: request ?? ForgeScene.id(ForgeScene.request))
        }
        return "accepted"
    }

    private func key() throws -> VerificationKey {
        guard certificate != "-" else { return try ForgeKeyRing.shared.get().attacker.verificationKey() }
        let text = String(decoding: try Vectors.bytes("saml/\(certificate)"), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
        return try TrustedIdentityProvider.key(
            ofCertificate: Base64.decode(lines.joined(), ignoringWhitespace: true)
        )
    }

    /// XML, its base64, or the base64 of it deflated.
    private static func document(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "<") else { return bytes }
        let decoded = try Base64.decode(String(decoding: bytes, as: UTF8.self), ignoringWhitespace: true)
        guard decoded.first != UInt8(ascii: "<") else { return decoded }
        let escaped = Base64.encode(decoded).replacing("+", with: "%2B")
        return try RedirectBinding.receive(query: Array("SAMLRequest=\(escaped)".utf8)).document
    }

    /// The query as it was received.
    private static func query(of recording: JSONValue) throws -> [UInt8] {
        guard let query = recording.object?["originalQuery"]?.string else { throw ForgeFault.unusable("no query") }
        return Array(query.utf8)
    }

    private static func first(_ pattern: Regex<(Substring, Substring)>, in text: String) -> String? {
        text.firstMatch(of: pattern).map { String($0.output.1) }
    }
}
