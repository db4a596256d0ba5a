import Encoding
import Foundation
import SAML
import SAMLForge
import TestSupport
import Testing
import XMLSecurity

/// One line of a table of verdicts: a public file, whom to trust, and what the engine says of it.
///
/// Columns, separated by tabs: file below `saml/`, trust (`embedded`, or a certificate's or metadata's path), decryption key
/// (`-` for none), verdict without SHA-1, verdict with SHA-1. A verdict is `accepted` or the code of the first check that
/// fails, which explains it. Where the file's own key is too weak to be believed, `SAML-KEY-02 > CODE` tells besides what the
/// checks that need no key say.
struct RecordedResponse: CustomTestStringConvertible, Sendable {
    let file: String
    let trust: String
    let key: String
    let verdict: String
    let verdictWithSHA1: String

    var testDescription: String { file }

    static func table(_ name: String) throws -> [RecordedResponse] {
        try VerdictTable.rows(name, columns: 5).map {
            RecordedResponse(file: $0[0], trust: $0[1], key: $0[2], verdict: $0[3], verdictWithSHA1: $0[4])
        }
    }

    /// Judges the file at the moment it was issued, as the one it was issued for: those are taken from the file itself, so that
    /// the verdict is about everything else.
    func judged(by algorithms: SignatureAlgorithms) throws -> String {
        let document = try document()
        let provider: TrustedIdentityProvider
        do {
            provider = try identityProvider(for: document, algorithms)
        } catch let rejection as SAMLRejection {
            let code = rejection.code.name
            return code == "SAML-KEY-02" ? "\(code) > \(try judge(document, by: stranger(for: document)))" : code
        }
        return try judge(document, by: provider)
    }

    private func judge(_ document: [UInt8], by provider: TrustedIdentityProvider) throws -> String {
        let text = String(decoding: document, as: UTF8.self)
        var policy = ResponsePolicy()
        policy.subject = .notLinked
        policy.skew = .none
        let issued = Self.first(/IssueInstant="([^"]*)"/, in: text).flatMap { SAMLInstant($0) }
        let request = Self.first(/InResponseTo="([^"]*)"/, in: text).flatMap { MessageID($0) }
        let recipient = Self.first(/Recipient="([^"]*)"/, in: text) ?? Self.first(/Destination="([^"]*)"/, in: text)
        let audience = Self.first(/Audience>([^<]*)</, in: text).flatMap { EntityID($0) }
        var keys: [DecryptionKey] = []
        if key != "-" {
            let pem = String(decoding: try Vectors.bytes("saml/\(key)"), as: UTF8.self)
            do {
                keys.append(try ServiceProvider.decryptionKey(pem: pem))
            } catch {
                return error.code.name
            }
        }
        let circumstances = try Circumstances(
            identityProvider: provider,
            serviceProvider: ServiceProvider(
                entityID: audience ?? ForgeScene.entity("urn:unknown"),
                assertionConsumerService: recipient ?? "urn:unknown",
                decryptionKeys: keys
            ),
            policy: policy,
            expectation: request.map { .answer(to: SentRequest(id: $0)) } ?? .unsolicited,
            now: issued ?? ForgeScene.now
        )
        do {
            _ = try ResponseValidator(circumstances).validate(ReceivedResponse(bytes: document))
            return "accepted"
        } catch {
            return error.code.name
        }
    }

    // MARK: Reading what others recorded

    private func document() throws -> [UInt8] {
        let bytes = try Vectors.bytes("saml/\(file)")
        guard bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "<") else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        let document = try Base64.decode(text, ignoringWhitespace: true)
        // Some files hold what travelled by Redirect; they are judged as if the same document had come by POST.
        if let first = document.first(where: { $0 > 0x20 }), [UInt8(ascii: "<"), 0xEF].contains(first) {
            return document
        }
        let escaped = Base64.encode(document).replacing("+", with: "%2B")
        return try RedirectBinding.receive(query: Array("SAMLResponse=\(escaped)".utf8)).document
    }

    private func identityProvider(
        for document: [UInt8],
        _ algorithms: SignatureAlgorithms
    ) throws -> TrustedIdentityProvider {
        if trust != "embedded" {
            let bytes = try Vectors.bytes("saml/\(trust)")
            if String(decoding: bytes, as: UTF8.self).contains("EntityDescriptor") {
                let metadata = try MetadataReader(addresses: .anyHTTP).read(bytes)
                return try provider(metadata.entityID, metadata.signingCertificates, algorithms)
            }
            let entityID = try ReceivedResponse(bytes: document).claimedIssuer()
            return try provider(entityID, [Self.der(String(decoding: bytes, as: UTF8.self))], algorithms)
        }
        let entityID = try ReceivedResponse(bytes: document).claimedIssuer()
        let text = String(decoding: document, as: UTF8.self)
        guard let certificate = Self.first(/X509Certificate[^>]*>([^<]+)</, in: text) else {
            throw ForgeFault.nothingToReplace("X509Certificate")
        }
        return try provider(entityID, [Self.der(certificate)], algorithms)
    }

    private func provider(
        _ entityID: EntityID,
        _ certificates: [[UInt8]],
        _ algorithms: SignatureAlgorithms
    ) throws -> TrustedIdentityProvider {
        let keys = try certificates.map { try TrustedIdentityProvider.key(ofCertificate: $0) }
        return try TrustedIdentityProvider(
            entityID: entityID,
            trust: SignatureTrust(keys: keys, algorithms: algorithms)
        )
    }

    /// Somebody with a strong key and the issuer's name, so that the checks before the signature can be seen.
    private func stranger(for document: [UInt8]) throws -> TrustedIdentityProvider {
        let entityID = try (try? ReceivedResponse(bytes: document).claimedIssuer()) ?? ForgeScene.entity("urn:unknown")
        return try provider(entityID, [ForgeKeyRing.shared.get().attacker.certificate], .sha2AndSHA1)
    }

    private static func der(_ text: String) throws -> [UInt8] {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
        return try Base64.decode(
            lines.joined().replacing("&#13;", with: "").replacing("&#xD;", with: ""),
            ignoringWhitespace: true
        )
    }

    private static func first(_ pattern: Regex<(Substring, Substring)>, in text: String) -> String? {
        text.firstMatch(of: pattern).map { String($0.output.1) }
    }
}
