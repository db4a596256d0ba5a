import TestSupport
import Testing
import X509

@testable import WebAuthn

/// WebAuthn Level 3 section 8.8; attacks 4.1 #18.
@Suite struct AppleAttestationTests {
    private func brokenCertificate(_ change: @escaping (inout CertificateForge) throws -> Void) throws
        -> RegistrationForge
    {
        try RegistrationForge.broken("apple") { $0.attestation.editCertificate = change }
    }

    @Test(arguments: [.es256, .es384, .rs256] as [COSEAlgorithm])
    func acceptsAttestation(_ algorithm: COSEAlgorithm) async throws {
        #expect(try await RegistrationForge("apple", algorithm).verify().attestationFormat == .apple)
    }

    /// As devices before the section was published send it.
    @Test func acceptsAnAlgorithmBesideTheCertificates() async throws {
        let forge = try RegistrationForge.broken("apple") { $0.editStatement = { $0.append(("alg", .number(-7))) } }
        #expect(try await forge.refusal() == nil)
        let more = try RegistrationForge.broken("apple") { $0.editStatement = { $0.append(("sig", .bytes([]))) } }
        #expect(try await more.refusal() == .statementMalformed)
    }

    @Test func refusesTheNonceOfAnotherRegistration() async throws {
        let forge = try brokenCertificate {
            $0.extensions = [AttestationForge.appleNonce([UInt8](repeating: 0, count: 32))]
        }
        #expect(try await forge.refusal() == .appleNonce)
    }

    @Test func refusesACertificateWithoutNonce() async throws {
        #expect(try await brokenCertificate { $0.extensions = [] }.refusal() == .appleExtension)
        for value in [[0x30, 0x00], [0x04, 0x01, 0x00], [0x30, 0x02, 0xA1, 0x00]] as [[UInt8]] {
            let forge = try brokenCertificate { $0.extensions[0].value = value[...] }
            #expect(try await forge.refusal() == .appleExtension)
        }
        let longer = try brokenCertificate { $0.extensions[0].value += [0x05, 0x00] }
        #expect(try await longer.refusal() == .appleExtension)
    }

    @Test func refusesACertificateForAnotherKey() async throws {
        for algorithm in [COSEAlgorithm.es384, .edDSA, .rs256] {
            let forge = try brokenCertificate { $0.key = try CredentialKey.key(algorithm).certificateKey }
            #expect(try await forge.refusal() == .appleKey)
        }
    }
}
