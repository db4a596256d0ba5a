import TestSupport
import Testing
import X509

@testable import WebAuthn

/// WebAuthn Level 3 section 8.2; attacks 4.1 #15.
@Suite struct PackedAttestationTests {
    private func broken(_ change: (inout RegistrationForge) throws -> Void) throws -> RegistrationForge {
        try RegistrationForge.broken("packed", .es256, change)
    }

    private func brokenCertificate(_ change: @escaping (inout CertificateForge) throws -> Void) throws
        -> RegistrationForge
    {
        try broken { $0.attestation.editCertificate = change }
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func acceptsCertifiedAttestationOfEveryKey(_ algorithm: COSEAlgorithm) async throws {
        let verified = try await RegistrationForge("packed", algorithm).verify()
        guard case .certified(let chain) = verified.attestation else {
            Issue.record("not certified")
            return
        }
        #expect(chain.count == 1)
        #expect(verified.attestationFormat == .packed)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func acceptsAttestationSignedByEveryAlgorithm(_ algorithm: COSEAlgorithm) async throws {
        let forge = try broken { $0.attestation.key = try CredentialKey.key(algorithm) }
        #expect(try await forge.refusal() == nil)
    }

    @Test(arguments: COSEAlgorithm.allCases)
    func acceptsSelfAttestation(_ algorithm: COSEAlgorithm) async throws {
        #expect(try await RegistrationForge("packed-self", algorithm).verify().attestation == .selfAttestation)
    }

    @Test func acceptsACertificateThatNamesNoModel() async throws {
        #expect(try await brokenCertificate { $0.extensions = [] }.refusal() == nil)
    }

    @Test func refusesSelfAttestationByAnotherAlgorithm() async throws {
        let forge = try RegistrationForge.broken("packed-self") {
            $0.editStatement = { $0[0].1 = .number(-35) }
        }
        #expect(try await forge.refusal() == .packedSelfAlgorithm)
    }

    @Test(arguments: ["packed", "packed-self"])
    func refusesAForgedSignature(_ format: String) async throws {
        let other = try CredentialKey.key(.es256).sign([1, 2, 3])
        let forge = try RegistrationForge.broken(format) { $0.editStatement = { $0[1].1 = .bytes(other) } }
        #expect(try await forge.refusal() == .packedSignature)
        let empty = try RegistrationForge.broken(format) { $0.editStatement = { $0[1].1 = .bytes([]) } }
        #expect(try await empty.refusal() == .packedSignature)
    }

    @Test(arguments: ["packed", "packed-self"])
    func refusesChangesBehindTheSignature(_ format: String) async throws {
        let forge = try RegistrationForge.broken(format) { forge in
            forge.editObject = { object in
                guard case .bytes(var data) = object[2].1 else { return }
                data[36] ^= 1
                object[2].1 = .bytes(data)
            }
        }
        #expect(try await forge.refusal() == .packedSignature)
    }

    @Test(arguments: ["packed", "packed-self"])
    func refusesUnknownAlgorithms(_ format: String) async throws {
        for number: Int64 in [-65535, -37, -47, 0] {
            let forge = try RegistrationForge.broken(format) { $0.editStatement = { $0[0].1 = .number(number) } }
            #expect(try await forge.refusal() == .statementAlgorithm)
        }
    }

    @Test func refusesAnAlgorithmThatDoesNotFitTheCertificate() async throws {
        for number: Int64 in [-35, -8, -257] {
            let forge = try broken { $0.editStatement = { $0[0].1 = .number(number) } }
            #expect(try await forge.refusal() == .statementAlgorithm)
        }
    }

    @Test func refusesECDAA() async throws {
        let forge = try broken { $0.editStatement = { $0.append(("ecdaaKeyId", .bytes([1]))) } }
        #expect(try await forge.refusal() == .statementECDAA)
    }

    @Test(arguments: ["packed", "packed-self"])
    func refusesOtherMembers(_ format: String) async throws {
        let edits: [(inout [(String, ForgedCBOR)]) -> Void] = [
            { $0.remove(at: 0) }, { $0.remove(at: 1) }, { $0.append(("x", .bytes([]))) }, { $0[0].1 = .text("-7") },
            { $0[1].1 = .text("x") },
        ]
        for edit in edits {
            let forge = try RegistrationForge.broken(format) { $0.editStatement = edit }
            #expect(try await forge.refusal() == .statementMalformed)
        }
        let wrong = try broken { $0.editStatement = { $0[2].1 = .bytes([]) } }
        #expect(try await wrong.refusal() == .statementMalformed)
    }

    @Test func refusesNoCertificateAndTooMany() async throws {
        let none = try broken { $0.editStatement = { $0[2].1 = .array([]) } }
        #expect(try await none.refusal() == .certificateChain)
        let many = try broken { $0.attestation.intermediates = Array(repeating: [0x30], count: 8) }
        #expect(try await many.refusal() == .certificateChain)
    }

    @Test func refusesCertificatesThatCannotBeRead() async throws {
        let forge = try broken { $0.attestation.intermediates = [[0x30, 0x00]] }
        #expect(try await forge.refusal() == .certificateUnreadable)
        let long = try broken { $0.attestation.intermediates = [[UInt8](repeating: 0x30, count: 8_193)] }
        #expect(try await long.refusal() == .certificateUnreadable)
        let text = try broken { $0.editStatement = { $0[2].1 = .array([.text("x")]) } }
        #expect(try await text.refusal() == .statementMalformed)
    }

    @Test func refusesOtherSubjects() async throws {
        let subjects = try [
            CertificateForge.packedSubject(unit: "authenticator attestation"),
            CertificateForge.packedSubject(unit: nil),
            CertificateForge.packedSubject(country: nil), CertificateForge.packedSubject(country: "Hungary"),
            CertificateForge.packedSubject(organization: nil), CertificateForge.packedSubject(name: nil),
            CertificateForge.packedSubject(unit: "Authenticator Attestation "),
            DistinguishedName(CertificateForge.packedSubject() + CertificateForge.packedSubject(country: nil)),
        ]
        for subject in subjects {
            #expect(try await brokenCertificate { $0.subject = subject }.refusal() == .packedSubject)
        }
    }

    @Test func refusesCertificatesOfAuthorities() async throws {
        for isAuthority in [true, nil] {
            #expect(try await brokenCertificate { $0.isAuthority = isAuthority }.refusal() == .packedAuthority)
        }
    }

    @Test func refusesOldCertificates() async throws {
        let forge = try brokenCertificate {
            $0.version = .v1
            $0.extensions = []
            $0.isAuthority = nil
        }
        #expect(try await forge.refusal() == .packedVersion)
    }

    @Test func refusesACertificateForAnotherModel() async throws {
        let forge = try brokenCertificate {
            $0.extensions[0].value = ([0x04, 0x10] + [UInt8](repeating: 7, count: 16))[...]
        }
        #expect(try await forge.refusal() == .certificateAAGUID)
    }

    @Test func refusesACriticalOrMalformedModel() async throws {
        #expect(
            try await brokenCertificate { $0.extensions[0].critical = true }.refusal() == .certificateAAGUIDCritical
        )
        for value in [[0x04, 0x00], [UInt8](repeating: 7, count: 16), [0x05, 0x00]] as [[UInt8]] {
            let forge = try brokenCertificate { $0.extensions[0].value = value[...] }
            #expect(try await forge.refusal() == .certificateAAGUIDCritical)
        }
    }
}
