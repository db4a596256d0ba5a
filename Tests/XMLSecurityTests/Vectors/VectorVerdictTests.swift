import Encoding
import TestSupport
import Testing

@testable import XMLSecurity

/// Public signature vectors, file by file, as far as this layer decides them. Two verdicts each: as every connection decides, and
/// with SHA-1 admitted, since most of the files are signed with it.
@Suite(.enabled(if: Vectors.arePresent))
struct VectorVerdictTests {
    /// What comes of a file; nil is acceptance.
    struct Verdict: Sendable, CustomTestStringConvertible {
        let file: String
        let place: SignedElement
        let strict: XMLSignatureRejection?
        let withSHA1: XMLSignatureRejection?
        var testDescription: String { "\(file), \(place == .root ? "root" : "assertion")" }

        init(
            _ file: String,
            _ place: SignedElement,
            _ strict: XMLSignatureRejection?,
            withSHA1: XMLSignatureRejection?
        ) {
            self.file = file
            self.place = place
            self.strict = strict
            self.withSHA1 = withSHA1
        }

        /// One verdict, whether SHA-1 is admitted or not.
        init(_ file: String, _ place: SignedElement, _ verdict: XMLSignatureRejection) {
            self.init(file, place, verdict, withSHA1: verdict)
        }
    }

    private static let root = SignedElement.root
    private static let inside = SignedScene.assertionPlace

    /// Where a file called valid is refused, its signature stands behind other children than the issuer, against the schema
    /// (attacks 1.1 #26), or the other of the two places is signed.
    static let matrix: [Verdict] = [
        Verdict("valid/response.root-signed.assertion-signed.1advice-signed.xml", root, .signatureMisplaced),
        Verdict("valid/response.root-signed.assertion-signed.2advice-signed.xml", root, .signatureMisplaced),
        accepted("valid/response.root-signed.assertion-signed.1advice-unsigned.xml", root),
        accepted("valid/response.root-signed.assertion-signed.1advice-unsigned.xml", inside),
        accepted("valid/response.root-signed.assertion-signed.2advice-unsigned.xml", root),
        accepted("valid/response.root-signed.assertion-signed.2advice-unsigned.xml", inside),
        accepted("valid/response.root-signed.assertion-signed.xml", root),
        accepted("valid/response.root-signed.assertion-signed.xml", inside),
        accepted("valid/response.root-signed.assertion-unsigned-13-signature.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned-13.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned-encrypted.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned-xd-signature.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned-xd.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned.1advice-unsigned.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned.2advice-unsigned.xml", root),
        accepted("valid/response.root-signed.assertion-unsigned.xml", root),
        Verdict("valid/response.root-unsigned.assertion-signed.1advice-signed.xml", inside, .signatureMisplaced),
        accepted("valid/response.root-unsigned.assertion-signed.1advice-unsigned.xml", inside),
        accepted("valid/response.root-unsigned.assertion-signed.xml", inside),
        Verdict(
            "invalid/response.root-resigned-by-attacker-assertion-unsigned-attackers-cert-at-keyinfo.xml",
            root,
            .algorithmNotAllowed,
            withSHA1: .signatureValue
        ),
        Verdict(
            "invalid/response.root-signed-transforms.assertion-unsigned.xml",
            root,
            .algorithmNotAllowed,
            withSHA1: .transformsNotAllowed
        ),
        // The response's own signature holds; what is wrong is inside the ciphertext and found by who decrypts.
        accepted("invalid/response.root-signed.assertion-invalidly-signed-encrypted.xml", root),
        Verdict(
            "invalid/response.root-signed.assertion-invalidly-signed.xml",
            root,
            .algorithmNotAllowed,
            withSHA1: .digestMismatch
        ),
        Verdict(
            "invalid/response.root-signed.assertion-invalidly-signed.xml",
            inside,
            .algorithmNotAllowed,
            withSHA1: .digestMismatch
        ),
        Verdict("invalid/response.root-signed.assertion-signed.1advice-signed.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-signed.1advice-unsigned.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-signed.2advice-signed.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-signed.2advice-unsigned.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-signed.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-signed.xml", inside, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-unsigned.1advice-unsigned.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-unsigned.2advice-unsigned.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.assertion-unsigned.xml", root, .signatureMisplaced),
        Verdict("invalid/response.root-signed.multiple-root-elements.xml", root, .unreadable(.notWellFormed)),
        Verdict(
            "invalid/response.root-unsigned.assertion-signed-transforms.xml",
            inside,
            .algorithmNotAllowed,
            withSHA1: .transformsNotAllowed
        ),
        Verdict("invalid/response.root-unsigned.assertion-signed.1advice-signed.xml", inside, .signatureMisplaced),
        Verdict("invalid/response.root-unsigned.assertion-signed.1advice-unsigned.xml", inside, .signatureMisplaced),
        Verdict("invalid/response.root-unsigned.assertion-signed.xml", inside, .signatureMisplaced),
        Verdict("invalid/response.root-unsigned.assertion-unsigned.1advice-unsigned.xml", inside, .signatureMissing),
        Verdict("invalid/response.root-unsigned.assertion-unsigned.2advice-unsigned.xml", inside, .signatureMissing),
        Verdict("invalid/response.root-unsigned.assertion-unsigned.xml", root, .signatureMissing),
    ]

    private static func accepted(_ file: String, _ place: SignedElement) -> Verdict {
        Verdict(file, place, .algorithmNotAllowed, withSHA1: nil)
    }

    @Test(arguments: matrix)
    func judgesTheSignatureMatrix(_ verdict: Verdict) throws {
        try judge(verdict, folder: "saml/node-saml/signatures", key: "saml/node-saml/cert.pem")
    }

    @Test func knowsEveryFileOfTheSignatureMatrix() throws {
        let files = try ["valid", "invalid"].flatMap { folder in
            try Vectors.files(in: "saml/node-saml/signatures/\(folder)").map { "\(folder)/\($0)" }
        }
        #expect(Set(Self.matrix.map(\.file)) == Set(files))
    }

    /// Most of these are not SAML: their IDs are lower case or in a namespace, or their namespace is the relative "ns". Several
    /// valid ones belong to keys of 1024 bits, which can't be pinned; they are judged by the pinned key's length.
    static let oddities: [Verdict] = [
        Verdict("hmac_signature.xml", root, .elementWithoutID),
        Verdict("id_with_quotes.xml", inside, .algorithmNotAllowed, withSHA1: .referenceURI),
        Verdict("invalid_saml_no_signed_info.xml", root, .foreignContent),
        // A detached reference to the whole document, by an empty URI (attacks 1.1 #22).
        Verdict("invalid_saml_sha256_rsa_mgf1.xml", root, .referenceURI),
        Verdict("valid_saml_sha256_rsa_mgf1.xml", root, .referenceURI),
        Verdict("invalid_signature - changed content.xml", root, .unreadable(.parserReport)),
        Verdict("invalid_signature - hash.xml", root, .unreadable(.parserReport)),
        Verdict("invalid_signature - non existing reference.xml", root, .unreadable(.parserReport)),
        Verdict("invalid_signature - signature value.xml", root, .unreadable(.parserReport)),
        Verdict("invalid_signature - wsu - changed content.xml", root, .unreadable(.namespacedID)),
        Verdict("invalid_signature - wsu - hash.xml", root, .unreadable(.namespacedID)),
        Verdict("invalid_signature - wsu - invalid signature value.xml", root, .unreadable(.namespacedID)),
        Verdict("invalid_signature - wsu - non existing reference.xml", root, .unreadable(.namespacedID)),
        Verdict("invalid_signature_without_transforms_element.xml", root, .elementWithoutID),
        Verdict("keyinfo - pretty-printed.xml", root, .algorithmNotAllowed, withSHA1: .signatureValue),
        Verdict("saml_external_ns.xml", inside, .algorithmNotAllowed, withSHA1: .signatureValue),
        // CVE-2025-29774.
        Verdict("saml_multiple_signed_info_nodes.xml", inside, .foreignContent),
        Verdict("saml_wrapped_signed_info_node.xml", inside, .foreignContent),
        Verdict("signature_with_inclusivenamespaces.xml", root, .algorithmNotAllowed, withSHA1: .signatureValue),
        Verdict("signature_with_inclusivenamespaces_lines.xml", root, .algorithmNotAllowed, withSHA1: .signatureValue),
        Verdict(
            "signature_with_inclusivenamespaces_lines_windows.xml",
            root,
            .algorithmNotAllowed,
            withSHA1: .signatureValue
        ),
        Verdict("unsigned_saml_response.xml", inside, .signatureMissing),
        Verdict("valid_saml.xml", root, .algorithmNotAllowed, withSHA1: .signatureValue),
        Verdict("valid_saml_signature_wrapping.xml", root, .unreadable(.repeatedID)),
        // CVE-2025-29775.
        Verdict("valid_saml_with_digest_comment.xml", root, .unreadable(.comment)),
        Verdict("valid_saml_withcomments.xml", root, .canonicalizationNotAllowed),
        Verdict("valid_signature wsu.xml", root, .unreadable(.namespacedID)),
        Verdict("valid_signature.xml", root, .unreadable(.parserReport)),
        Verdict("valid_signature_utf8.xml", root, .signatureValue),
        Verdict("valid_signature_with_lowercase_id_attribute.xml", root, .unreadable(.parserReport)),
        Verdict("valid_signature_with_reference_keyInfo.xml", root, .unreadable(.parserReport)),
        Verdict("valid_signature_with_root_level_sig_namespace.xml", root, .unreadable(.parserReport)),
        Verdict("valid_signature_with_unused_prefixes.xml", root, .unreadable(.namespacedID)),
        Verdict("valid_signature_with_whitespace_in_digestvalue.xml", root, .unreadable(.parserReport)),
        Verdict("valid_signature_without_transforms_element.xml", root, .elementWithoutID),
        Verdict("windows_store_signature.xml", root, .unreadable(.malformedID)),
        Verdict("wsfederation_metadata.xml", root, .signatureValue),
    ]

    @Test(arguments: oddities)
    func judgesTheSignatureOddities(_ verdict: Verdict) throws {
        try judge(verdict, folder: "saml/xml-crypto", key: "saml/xml-crypto/idp_certificate.pem")
    }

    @Test func knowsEveryFileOfTheSignatureOddities() throws {
        let files = try Vectors.files(in: "saml/xml-crypto").filter { $0.hasSuffix(".xml") }
        #expect(Set(Self.oddities.map(\.file)) == Set(files))
    }

    @Test(arguments: ["client_public.pem", "feide_public.pem"])
    func refusesTheShortKeysOfTheVectors(_ file: String) {
        #expect(throws: XMLKeyError.rsaTooShort) { try Self.key("saml/xml-crypto/\(file)") }
    }

    /// attacks 1.9 #135: a foreign RSASSA-PSS signature. Its reference is of a form that is refused, so the value is checked by
    /// itself; the altered file differs in the signed part of SignedInfo or in the value.
    @Test func verifiesAForeignPSSSignature() throws {
        let bytes = try Vectors.bytes("saml/xml-crypto/valid_saml_sha256_rsa_mgf1.xml")
        let key = try Self.key("saml/xml-crypto/idp_certificate.pem")
        let document = try ReceivedXML(reading: bytes)
        let signature = try SignaturePosition.signature(of: document.root)
        let value = try Base64.decode(signature.childElements[1].text() ?? "", ignoringWhitespace: true)
        let canonical = try document.withNodes { node in
            try SignedInfo(node: node(signature.childElements[0])).canonicalBytes(by: .exclusive)
        }
        #expect(PSSSignature.verify(value, of: canonical, key: key.handle, digest: .sha256))
    }

    private func judge(_ verdict: Verdict, folder: String, key: String) throws {
        let document = try Vectors.bytes("\(folder)/\(verdict.file)")
        let key = try Self.key(key)
        for (algorithms, expected) in [(SignatureAlgorithms.sha2, verdict.strict), (.sha2AndSHA1, verdict.withSHA1)] {
            let trust = SignatureTrust(keys: [key], algorithms: algorithms)
            do throws(XMLSignatureRejection) {
                _ = try XMLSignatureVerifier.verify(document, signed: verdict.place, trust: trust)
                #expect(expected == nil)
            } catch {
                #expect(error == expected)
            }
        }
    }

    private static func key(_ path: String) throws -> VerificationKey {
        let text = String(decoding: try Vectors.bytes(path), as: UTF8.self)
        let body = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
        let der = try Base64.decode(body, ignoringWhitespace: true)
        return text.contains("PUBLIC KEY")
            ? try VerificationKey(spkiDER: der) : try VerificationKey(certificateDER: der)
    }
}
