import Crypto
import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// The W3C's own ceremonies: 28 right, Ed448 refused by its own code, and each refused when it is broken.
@Suite(.enabled(if: Vectors.arePresent)) struct W3CVectorTests {
    private func expectation(_ recorded: W3CVectors.Recorded) throws -> RegistrationExpectation {
        RegistrationExpectation(
            relyingParty: try W3CVectors.shared.get().relyingParty,
            challenge: recorded.challenge,
            userVerification: .preferred
        )
    }

    private func register(
        _ recorded: W3CVectors.Recorded,
        _ change: (inout RegistrationExpectation) -> Void = { _ in }
    ) async throws -> VerifiedRegistration {
        var expectation = try expectation(recorded)
        change(&expectation)
        return try await RegistrationVerifier(expectation).verify(
            RegistrationReply(json: .object(recorded.reply)),
            at: CertificateForge.moment
        )
    }

    private func authenticate(
        _ credential: W3CVectors.Credential,
        _ recorded: W3CVectors.Recorded,
        _ change: (inout AuthenticationExpectation) -> Void = { _ in }
    ) async throws -> VerifiedAuthentication {
        let registered = try await register(credential.registration)
        var expectation = AuthenticationExpectation(
            relyingParty: try W3CVectors.shared.get().relyingParty,
            challenge: recorded.challenge,
            userVerification: .preferred,
            identification: .beforeCeremony
        )
        change(&expectation)
        let record = CredentialRecord(
            id: registered.credentialID,
            publicKey: registered.publicKey,
            signCount: registered.signCount,
            isBackupEligible: registered.isBackupEligible,
            userHandle: nil
        )
        return try AuthenticationVerifier(expectation).verify(
            AuthenticationReply(json: .object(recorded.reply)),
            against: record
        )
    }

    private func code(_ work: () async throws -> Void) async throws -> WebAuthnCode? {
        do {
            try await work()
            return nil
        } catch let error as WebAuthnRejection {
            return error.code
        }
    }

    @Test func allAreThere() throws {
        let vectors = try W3CVectors.shared.get()
        #expect(vectors.credentials.count == 15)
        #expect(vectors.credentials.filter { !$0.isEd448 }.count * 2 == 28)
    }

    @Test(arguments: W3CVectors.all.filter { !$0.isEd448 })
    func acceptsBothCeremonies(_ credential: W3CVectors.Credential) async throws {
        _ = try await register(credential.registration)
        _ = try await authenticate(credential, credential.authentication)
    }

    /// Attested ones lead to the W3C's root, at a moment inside their dates.
    @Test(arguments: W3CVectors.all.filter { !$0.isEd448 })
    func leadsToTheRoot(_ credential: W3CVectors.Credential) async throws {
        let model = try await register(credential.registration).aaguid
        let roots = try AttestationRoots([model: [W3CVectors.shared.get().root]])
        let isCertified = !credential.name.hasPrefix("none") && credential.name != "packed-self-es256"
        let answer = try await code {
            _ = try await register(credential.registration) { $0.attestation.roots = roots }
        }
        // The one by fido-u2f names a model, which nothing in it proves.
        let isUnproven = credential.name.hasPrefix("fido-u2f")
        #expect(answer == (isUnproven ? .modelUnproven : isCertified ? nil : .attestationMissing))
    }

    @Test(arguments: W3CVectors.all.filter(\.isEd448))
    func refusesEd448ByItsOwnCode(_ credential: W3CVectors.Credential) async throws {
        #expect(try await code { _ = try await register(credential.registration) } == .keyEd448)
        let object = credential.registration.reply["response"]?.object?["attestationObject"]?.string ?? ""
        let bytes = try Base64URL.decode(object)
        // The key stands at the end: a map of four, its type an octet key pair.
        let start = try #require(bytes.indices.last { Array(bytes[$0...].prefix(3)) == [0xA4, 0x01, 0x01] })
        #expect(try refusal { try COSEKey(parsing: Array(bytes[start...])) } == .keyEd448)
    }

    // MARK: Broken

    /// Changes bytes of one member of `response`.
    private func changing(
        _ recorded: W3CVectors.Recorded,
        _ name: String,
        _ change: (inout [UInt8]) -> Void
    ) throws -> W3CVectors.Recorded {
        var reply = recorded.reply
        var response = reply["response"]?.object ?? JSONObject()
        var bytes = try Base64URL.decode(response[name]?.string ?? "")
        change(&bytes)
        response[name] = .string(Base64URL.encode(bytes))
        reply["response"] = .object(response)
        return W3CVectors.Recorded(challenge: recorded.challenge, reply: reply)
    }

    @Test(arguments: W3CVectors.all)
    func refusesEachBrokenRegistration(_ credential: W3CVectors.Credential) async throws {
        let recorded = credential.registration
        func refused(_ change: (inout RegistrationExpectation) -> Void) async throws -> WebAuthnCode? {
            try await code { _ = try await register(recorded, change) }
        }
        #expect(try await refused { $0.challenge = Challenge(recorded: [1]) } == .challenge)
        #expect(try await refused { $0.relyingParty.origins = ["https://example.com"] } == .origin)
        let wrongParty = try await refused { $0.relyingParty.id = "example.com" }
        #expect(wrongParty == (credential.isEd448 ? .keyEd448 : .relyingPartyID))
        let notOffered = try await refused { $0.algorithms = [] }
        #expect(notOffered == (credential.isEd448 ? .keyEd448 : .keyNotAllowed))
        if credential.name.hasSuffix("Origin") {
            #expect(try await refused { $0.relyingParty.embedding = .refused } == .crossOrigin)
        }
        let longer = try changing(recorded, "attestationObject") { $0.append(0) }
        #expect(try await code { _ = try await register(longer) } == .cborTrailing)
        let shorter = try changing(recorded, "attestationObject") { $0.removeLast() }
        #expect(try await code { _ = try await register(shorter) } == .cborTruncated)
        // The first byte of rpIdHash stands behind the name authData and its length.
        let otherParty = try changing(recorded, "attestationObject") { bytes in
            let hash = Array(SHA256.hash(data: Array("example.org".utf8)))
            guard let start = bytes.indices.first(where: { Array(bytes[$0...].prefix(32)) == hash }) else { return }
            bytes[start] ^= 1
        }
        let answer = try await code { _ = try await register(otherParty) }
        #expect(answer == (credential.isEd448 ? .keyEd448 : .relyingPartyID))
    }

    /// The client data of every attested registration are signed: one more space in them is another registration.
    @Test(arguments: W3CVectors.all.filter { !$0.isEd448 && !$0.name.hasPrefix("none") })
    func refusesClientDataThatWereNotAttested(_ credential: W3CVectors.Credential) async throws {
        let changed = try changing(credential.registration, "clientDataJSON") { $0.insert(0x20, at: 1) }
        let expected: WebAuthnCode =
            if credential.name.hasPrefix("packed") {
                .packedSignature
            } else {
                [
                    "tpm-es256": .tpmExtraData, "android-key-es256": .androidSignature, "apple-es256": .appleNonce,
                    "fido-u2f-es256": .u2fSignature,
                ][credential.name] ?? .attestationFormat
            }
        #expect(try await code { _ = try await register(changed) } == expected)
    }

    @Test(arguments: W3CVectors.all.filter { !$0.isEd448 })
    func refusesEachBrokenAuthentication(_ credential: W3CVectors.Credential) async throws {
        let recorded = credential.authentication
        func refused(_ change: (inout AuthenticationExpectation) -> Void) async throws -> WebAuthnCode? {
            try await code { _ = try await authenticate(credential, recorded, change) }
        }
        func refused(_ recorded: W3CVectors.Recorded) async throws -> WebAuthnCode? {
            try await code { _ = try await authenticate(credential, recorded) }
        }
        #expect(try await refused { $0.challenge = Challenge(recorded: [1]) } == .challenge)
        #expect(try await refused { $0.relyingParty.origins = [] } == .origin)
        #expect(try await refused { $0.relyingParty.id = "example.com" } == .relyingPartyID)
        let other = try CredentialID([1])
        #expect(try await refused { $0.allowedCredentials = [other] } == .credentialNotOffered)
        #expect(try await refused { $0.identification = .byCredential } == .userHandleMissing)
        #expect(try await refused(changing(recorded, "clientDataJSON") { $0.insert(0x20, at: 1) }) == .signature)
        #expect(try await refused(changing(recorded, "authenticatorData") { $0[36] ^= 1 }) == .signature)
        #expect(
            try await refused(changing(recorded, "authenticatorData") { $0.append(0) }) == .authenticatorDataTrailing
        )
        let cut = try await refused(changing(recorded, "signature") { $0.removeLast() })
        #expect(cut == (credential.name == "packed-rs256" ? .signature : .signatureMalformed))
    }

    /// Ed448 signs nothing here, whatever is broken.
    @Test(arguments: W3CVectors.all.filter(\.isEd448))
    func refusesBrokenEd448AtTheFirstBrokenStep(_ credential: W3CVectors.Credential) async throws {
        let recorded = credential.registration
        let changes: [(inout RegistrationExpectation) -> Void] = [
            { $0.challenge = Challenge(recorded: [2]) }, { $0.relyingParty.origins = [] },
        ]
        for (change, expected) in zip(changes, [WebAuthnCode.challenge, .origin]) {
            #expect(try await code { _ = try await register(recorded, change) } == expected)
        }
    }
}
