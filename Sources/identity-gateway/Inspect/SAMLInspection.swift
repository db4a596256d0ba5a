internal import ArgumentParser
internal import Encoding
internal import FoundationEssentials
internal import SAML
internal import XMLSecurity

/// `identity-gateway inspect saml`: runs the SAML engine over a recorded response, with the time and the trust given on the
/// command line. It touches no database and no network.
struct InspectSAML: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saml",
        abstract: "Judge a recorded SAML response.",
        discussion: """
            Prints one JSON object with verdict, code, reason and facts. Exits with 0 where the response is accepted, 1 \
            where it is refused, 64 for wrong usage. Without --request-id and --unsolicited nothing is awaited, and every \
            response is refused. With certificates and no --idp-entity-id, the issuer that the response claims is taken as \
            the right one.
            """
    )

    @Argument(help: "The response: a file of XML or of its base64.")
    var response: String

    @Option(help: "The identity provider's metadata: a file.")
    var idpMetadata: String?

    @Option(parsing: .upToNextOption, help: "The identity provider's certificates: files, PEM or DER.")
    var idpCertificate: [String] = []

    @Option(help: "The identity provider's entity ID; with metadata, which one is meant.")
    var idpEntityId: String?

    @Option(help: "Our entity ID.")
    var spEntityId: String

    @Option(help: "Our assertion consumer service address.")
    var acs: String

    @Option(help: "The moment of judgement, such as 2026-01-15T12:00:00Z.")
    var now: String

    @Option(help: "The ID of the request that the response answers.")
    var requestId: String?

    @Flag(help: "Nobody asked for the response, and that is allowed.")
    var unsolicited = false

    @Option(help: "Our private key for encrypted assertions: a PEM file.")
    var spKey: String?

    @Flag(name: .customLong("allow-sha1"), help: "Admit SHA-1 signatures, as no connection does.")
    var allowSHA1 = false

    @Option(help: "What must be signed: signed-response, signed-assertion, either or both.")
    var require = "either"

    @Option(help: "The tolerated difference of clocks in seconds, 0 to 180.")
    var skew = ClockSkew.standard.seconds

    func validate() throws {
        guard (idpMetadata != nil) != !idpCertificate.isEmpty else {
            throw ValidationError("Give either --idp-metadata or --idp-certificate.")
        }
        guard !unsolicited || requestId == nil else {
            throw ValidationError("Give either --request-id or --unsolicited.")
        }
    }

    func run() throws {
        let document = try ReceivedResponse(bytes: Self.document(in: Self.file(response)))
        let trustSource = try trustSource()
        let entityID = try Self.usable(EntityID(spEntityId), "--sp-entity-id is not an entity ID.")
        let pem = try spKey.map {
            try Self.usable(String(validating: Self.file($0), as: UTF8.self), "--sp-key is not PEM.")
        }
        let policy = try policy()
        let expectation = try expectation()
        let moment = try Self.usable(SAMLInstant(now), "--now must be a time such as 2026-01-15T12:00:00Z.")
        try verdict { () throws(SAMLRejection) in
            let circumstances = Circumstances(
                identityProvider: try trustSource.identityProvider(for: document),
                serviceProvider: try serviceProvider(entityID, pem: pem),
                policy: policy,
                expectation: expectation,
                now: moment
            )
            return try ResponseValidator(circumstances).validate(document)
        }.printAndExit()
    }

    private func verdict(of judge: () throws(SAMLRejection) -> VerifiedAssertion) -> InspectionVerdict {
        do throws(SAMLRejection) {
            return .accepted(facts: Self.facts(of: try judge()))
        } catch {
            let facts: JSONObject = ["detail": .string(error.detail), "cure": .string(error.code.cure)]
            return .refused(code: error.code.name, reason: error.code.reason, facts: facts)
        }
    }

    private static func facts(of verified: VerifiedAssertion) -> JSONObject {
        var attributes = JSONObject()
        for entry in verified.attributes {
            attributes[entry.name] = .array(entry.values.map { .string($0) })
        }
        return [
            "name_id": .string(verified.nameID.value),
            "name_id_format": .string(verified.nameID.format.uri),
            "name_qualifier": verified.nameID.nameQualifier.map { .string($0) } ?? .null,
            "sp_name_qualifier": verified.nameID.serviceProviderQualifier.map { .string($0) } ?? .null,
            "session_index": verified.session.index.map { .string($0) } ?? .null,
            "attributes": .object(attributes),
            "signed": .array(verified.signed.map { .string($0.rawValue) }),
            "not_on_or_after": .string(verified.notOnOrAfter.description),
        ]
    }

    // MARK: From options to the engine's values

    /// Where the keys and the name of the identity provider come from.
    private enum TrustSource {
        case metadata([UInt8], named: EntityID?, SignatureAlgorithms)
        case certificates([[UInt8]], named: EntityID?, SignatureAlgorithms)

        /// The trust; what can't be trusted is refused with the code that the gateway would give.
        func identityProvider(for response: ReceivedResponse) throws(SAMLRejection) -> TrustedIdentityProvider {
            switch self {
            case .metadata(let document, let name, let algorithms):
                // Nobody is sent to an address of this metadata, so http will do.
                let metadata = try MetadataReader(addresses: .anyHTTP).read(document, entityID: name)
                return try Self.provider(metadata.entityID, metadata.signingCertificates, algorithms)
            case .certificates(let certificates, let name, let algorithms):
                let entityID = if let name { name } else { try response.claimedIssuer() }
                return try Self.provider(entityID, certificates, algorithms)
            }
        }

        private static func provider(
            _ entityID: EntityID,
            _ certificates: [[UInt8]],
            _ algorithms: SignatureAlgorithms
        ) throws(SAMLRejection) -> TrustedIdentityProvider {
            var keys: [VerificationKey] = []
            for certificate in certificates {
                keys.append(try TrustedIdentityProvider.key(ofCertificate: certificate))
            }
            return try TrustedIdentityProvider(
                entityID: entityID,
                trust: SignatureTrust(keys: keys, algorithms: algorithms)
            )
        }
    }

    private func trustSource() throws -> TrustSource {
        let name = try idpEntityId.map { try Self.usable(EntityID($0), "--idp-entity-id is not an entity ID.") }
        let algorithms: SignatureAlgorithms = allowSHA1 ? .sha2AndSHA1 : .sha2
        if let idpMetadata {
            return .metadata(try Self.file(idpMetadata), named: name, algorithms)
        }
        return .certificates(try idpCertificate.map(Self.certificate), named: name, algorithms)
    }

    private func serviceProvider(_ entityID: EntityID, pem: String?) throws(SAMLRejection) -> ServiceProvider {
        let keys: [DecryptionKey] = if let pem { [try ServiceProvider.decryptionKey(pem: pem)] } else { [] }
        return ServiceProvider(entityID: entityID, assertionConsumerService: acs, decryptionKeys: keys)
    }

    private func policy() throws -> ResponsePolicy {
        var policy = ResponsePolicy()
        policy.signature = try Self.usable(
            ResponsePolicy.SignatureRequirement(rawValue: require),
            "--require must be signed-response, signed-assertion, either or both."
        )
        policy.skew = try Self.usable(ClockSkew(seconds: skew), "--skew must be 0 to \(ClockSkew.most).")
        // Nobody's account is linked here, so any NameID will do.
        policy.subject = .notLinked
        return policy
    }

    private func expectation() throws -> ResponseExpectation {
        guard let requestId else { return unsolicited ? .unsolicited : .nothing }
        return .answer(to: SentRequest(id: try Self.usable(MessageID(requestId), "--request-id is not an ID.")))
    }

    // MARK: Files

    private static func file(_ path: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw ValidationError("\(path) can't be read.")
        }
        return Array(data)
    }

    /// XML begins with `<`, behind a byte order mark or white space at most; everything else is base64.
    private static func document(in bytes: [UInt8]) throws -> [UInt8] {
        let first = bytes.first { ![0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard first != UInt8(ascii: "<"), let document = try? PostBinding.document(base64: bytes) else { return bytes }
        return document
    }

    /// A certificate as PEM, as the base64 of it alone, or as DER.
    private static func certificate(_ path: String) throws -> [UInt8] {
        let bytes = try file(path)
        guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
        guard let der = try? Base64.decode(lines.joined(), ignoringWhitespace: true), !der.isEmpty else {
            throw ValidationError("\(path) holds no certificate.")
        }
        return der
    }

    private static func usable<Value>(_ value: Value?, _ fault: String) throws -> Value {
        guard let value else { throw ValidationError(fault) }
        return value
    }
}
