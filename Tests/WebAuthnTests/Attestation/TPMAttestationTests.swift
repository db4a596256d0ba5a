import Crypto
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// WebAuthn Level 3 section 8.3; attacks 4.1 #16.
@Suite struct TPMAttestationTests {
    private func broken(
        _ algorithm: COSEAlgorithm = .es256,
        _ change: (inout TPMForge) throws -> Void
    ) throws -> RegistrationForge {
        try RegistrationForge.broken("tpm", algorithm) { try change(&$0.attestation.tpm) }
    }

    private func brokenCertificate(_ change: @escaping (inout CertificateForge) throws -> Void) throws
        -> RegistrationForge
    {
        try RegistrationForge.broken("tpm") { $0.attestation.editCertificate = change }
    }

    private func brokenStatement(
        _ change: @escaping (inout [(String, ForgedCBOR)]) -> Void
    ) throws -> RegistrationForge {
        try RegistrationForge.broken("tpm") { $0.editStatement = change }
    }

    @Test(arguments: [.es256, .es384, .es512, .rs256] as [COSEAlgorithm])
    func acceptsAttestation(_ algorithm: COSEAlgorithm) async throws {
        #expect(try await RegistrationForge("tpm", algorithm).verify().attestationFormat == .tpm)
    }

    @Test func acceptsSchemesAndNamesOfEveryDigest() async throws {
        for algorithm: UInt16 in [0x000B, 0x000C, 0x000D] {
            #expect(try await broken { $0.nameAlgorithm = algorithm }.refusal() == nil)
        }
        #expect(try await broken(.rs256) { $0.scheme = [0x00, 0x14, 0x00, 0x0B] }.refusal() == nil)
        #expect(try await broken { $0.scheme = [0x00, 0x18, 0x00, 0x0B] }.refusal() == nil)
        #expect(try await broken(.rs256) { $0.exponent = 65_537 }.refusal() == nil)
    }

    @Test(arguments: ["1.2", "2.0 ", "2", ""])
    func refusesOtherVersions(_ version: String) async throws {
        #expect(try await brokenStatement { $0[2].1 = .text(version) }.refusal() == .tpmVersion)
    }

    @Test func refusesOtherMembers() async throws {
        #expect(try await brokenStatement { $0.removeLast() }.refusal() == .statementMalformed)
        #expect(try await brokenStatement { $0.append(("x", .bytes([]))) }.refusal() == .statementMalformed)
        #expect(try await brokenStatement { $0[4].1 = .text("x") }.refusal() == .statementMalformed)
    }

    @Test func refusesAPublicAreaOfAnotherKey() async throws {
        #expect(try await broken { $0.key = .p256(.init()) }.refusal() == .tpmKey)
        #expect(try await broken { $0.key = try CredentialKey.key(.rs256) }.refusal() == .tpmKey)
        #expect(try await broken(.rs256) { $0.key = try CredentialKey.key(.es256) }.refusal() == .tpmKey)
        #expect(try await broken(.rs256) { $0.exponent = 3 }.refusal() == .tpmKey)
    }

    @Test func refusesAPublicAreaThatIsNone() async throws {
        #expect(try await broken { $0.symmetric = 0x0006 }.refusal() == .tpmPublicArea)
        #expect(try await broken { $0.scheme = [0x00, 0x1A, 0x00, 0x0B] }.refusal() == .tpmPublicArea)
        #expect(try await broken { $0.areaTrailer = [0] }.refusal() == .tpmPublicArea)
        #expect(try await brokenStatement { $0[4].1 = .bytes([]) }.refusal() == .tpmPublicArea)
        #expect(try await brokenStatement { $0[4].1 = .bytes([0, 8, 0, 11]) }.refusal() == .tpmPublicArea)
    }

    @Test func refusesCertInfoThatIsNone() async throws {
        #expect(try await broken { $0.infoTrailer = [0] }.refusal() == .tpmCertInfo)
        #expect(try await brokenStatement { $0[5].1 = .bytes([]) }.refusal() == .tpmCertInfo)
    }

    @Test func refusesWhatNoTPMMade() async throws {
        #expect(try await broken { $0.magic = 0xFF54_4348 }.refusal() == .tpmMagic)
    }

    @Test func refusesOtherTypesOfAttestation() async throws {
        // TPM_ST_ATTEST_QUOTE.
        #expect(try await broken { $0.type = 0x8018 }.refusal() == .tpmType)
    }

    @Test func refusesTheDataOfAnotherRegistration() async throws {
        #expect(try await broken { $0.extraData = [UInt8](repeating: 0, count: 32) }.refusal() == .tpmExtraData)
        #expect(try await broken { $0.extraData = [] }.refusal() == .tpmExtraData)
    }

    @Test func refusesAnotherName() async throws {
        #expect(try await broken { $0.name = [0x00, 0x0B] + [UInt8](repeating: 0, count: 32) }.refusal() == .tpmName)
        #expect(try await broken { $0.name = [] }.refusal() == .tpmName)
        // SHA-1.
        #expect(try await broken { $0.nameAlgorithm = 0x0004 }.refusal() == .tpmName)
    }

    @Test func refusesAForgedSignature() async throws {
        let other = try CredentialKey.key(.es256).sign([1])
        #expect(try await brokenStatement { $0[1].1 = .bytes(other) }.refusal() == .tpmSignature)
    }

    @Test func refusesSHA1() async throws {
        #expect(try await brokenStatement { $0[0].1 = .number(-65535) }.refusal() == .statementAlgorithm)
    }

    @Test func refusesOtherCertificatesThanOfAnAttestationIdentityKey() async throws {
        #expect(
            try await brokenCertificate { $0.subject = try CertificateForge.packedSubject() }.refusal() == .tpmSubject
        )
        #expect(try await brokenCertificate { $0.extensions.removeLast() }.refusal() == .tpmKeyUsage)
        #expect(
            try await brokenCertificate {
                $0.extensions[1] = try Certificate.Extension(ExtendedKeyUsage([.clientAuth]), critical: false)
            }.refusal() == .tpmKeyUsage
        )
        for isAuthority in [true, nil] {
            #expect(try await brokenCertificate { $0.isAuthority = isAuthority }.refusal() == .tpmAuthority)
        }
        let old = try brokenCertificate {
            $0.version = .v1
            $0.extensions = []
            $0.isAuthority = nil
        }
        #expect(try await old.refusal() == .tpmCertificateVersion)
    }

    @Test func refusesACertificateThatDoesNotNameTheTPM() async throws {
        let names = try [
            CertificateForge.tpmName(maker: nil), CertificateForge.tpmName(model: nil),
            CertificateForge.tpmName(version: nil), CertificateForge.tpmName(maker: "AMD"),
            CertificateForge.tpmName(maker: "id:414D44"), CertificateForge.tpmName(maker: "id:414D44ZZ"),
            Certificate.Extension(SubjectAlternativeNames([.dnsName("tpm.example")]), critical: true),
        ]
        for name in names {
            #expect(try await brokenCertificate { $0.extensions[0] = name }.refusal() == .tpmAlternativeName)
        }
        #expect(try await brokenCertificate { $0.extensions.removeFirst() }.refusal() == .tpmAlternativeName)
    }

    @Test func refusesACertificateForAnotherModel() async throws {
        let forge = try brokenCertificate {
            $0.extensions.append(
                Certificate.Extension(
                    oid: CertificateForge.modelExtension,
                    critical: false,
                    value: ([0x04, 0x10] + [UInt8](repeating: 7, count: 16))[...]
                )
            )
        }
        #expect(try await forge.refusal() == .certificateAAGUID)
    }
}
