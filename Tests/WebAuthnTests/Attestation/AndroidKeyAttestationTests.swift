import Crypto
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// WebAuthn Level 3 section 8.4; attacks 4.1 #17.
@Suite struct AndroidKeyAttestationTests {
    private func broken(_ change: (inout AndroidForge) -> Void) throws -> RegistrationForge {
        try RegistrationForge.broken("android-key") { change(&$0.attestation.android) }
    }

    @Test(arguments: [.es256, .rs256] as [COSEAlgorithm])
    func acceptsAttestation(_ algorithm: COSEAlgorithm) async throws {
        let forge = try RegistrationForge("android-key", algorithm)
        #expect(try await forge.verify().attestationFormat == .androidKey)
        #expect(try await forge.refusal { $0.attestation.androidKeys = .hardwareBacked } == nil)
    }

    @Test func refusesAForgedSignature() async throws {
        let other = try CredentialKey.key(.es256).sign([1])
        let forge = try RegistrationForge.broken("android-key") { $0.editStatement = { $0[1].1 = .bytes(other) } }
        #expect(try await forge.refusal() == .androidSignature)
    }

    /// The certificate's key signs, and it is not the credential's.
    @Test func refusesACertificateForAnotherKey() async throws {
        let other = CredentialKey.p256(.init())
        let forge = try RegistrationForge.broken("android-key") { forge in
            forge.key = other
            forge.publicKey = try CredentialKey.key(.es256).cose
        }
        #expect(try await forge.refusal() == .androidKey)
    }

    @Test func refusesTheChallengeOfAnotherRegistration() async throws {
        #expect(try await broken { $0.challenge = [UInt8](repeating: 0, count: 32) }.refusal() == .androidChallenge)
        #expect(try await broken { $0.challenge = [] }.refusal() == .androidChallenge)
    }

    @Test func refusesACertificateWithoutKeyDescription() async throws {
        let none = try RegistrationForge.broken("android-key") {
            $0.attestation.editCertificate = { $0.extensions = [] }
        }
        #expect(try await none.refusal() == .androidExtension)
        #expect(try await broken { $0.trailer = [0x05, 0x00] }.refusal() == .androidExtension)
        #expect(try await broken { $0.trustedEnforced = [[0x02, 0x01, 0x00]] }.refusal() == .androidExtension)
        #expect(try await broken { $0.trustedEnforced = [[0xA1, 0x00]] }.refusal() == .androidExtension)
    }

    @Test func refusesAKeyOfAllApplications() async throws {
        #expect(
            try await broken { $0.softwareEnforced = [AndroidForge.allApplications] }.refusal()
                == .androidAllApplications
        )
        #expect(
            try await broken { $0.trustedEnforced.append(AndroidForge.allApplications) }.refusal()
                == .androidAllApplications
        )
    }

    @Test func refusesAnImportedKey() async throws {
        let forge = try broken { $0.trustedEnforced = [AndroidForge.signing, AndroidForge.imported] }
        #expect(try await forge.refusal() == .androidOrigin)
        #expect(try await broken { $0.softwareEnforced = [AndroidForge.imported] }.refusal() == .androidOrigin)
    }

    @Test func refusesAKeyThatIsNotForSigning() async throws {
        let forge = try broken { $0.trustedEnforced = [AndroidForge.encrypting, AndroidForge.generated] }
        #expect(try await forge.refusal() == .androidPurpose)
    }

    /// W3C's own vector says neither; a workspace may ask for more.
    @Test func acceptsSilenceUnlessHardwareIsDemanded() async throws {
        let silent = try broken { $0.trustedEnforced = [] }
        #expect(try await silent.refusal() == nil)
        #expect(try await silent.refusal { $0.attestation.androidKeys = .hardwareBacked } == .androidOrigin)
        let software = try broken {
            $0.softwareEnforced = [AndroidForge.signing, AndroidForge.generated]
            $0.trustedEnforced = [AndroidForge.generated]
        }
        #expect(try await software.refusal { $0.attestation.androidKeys = .hardwareBacked } == .androidPurpose)
    }
}
