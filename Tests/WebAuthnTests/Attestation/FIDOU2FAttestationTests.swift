import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// WebAuthn Level 3 section 8.6; attacks 4.1 #19.
@Suite struct FIDOU2FAttestationTests {
    private func broken(_ change: (inout RegistrationForge) throws -> Void) throws -> RegistrationForge {
        try RegistrationForge.broken("fido-u2f", .es256, change)
    }

    @Test func acceptsAttestation() async throws {
        let verified = try await RegistrationForge("fido-u2f").verify()
        #expect(verified.attestationFormat == .fidoU2F)
        #expect(verified.aaguid.isZero)
    }

    @Test func refusesTwoCertificates() async throws {
        let forge = try broken { $0.attestation.intermediates = [try $0.attestation.authority.certificate()] }
        #expect(try await forge.refusal() == .u2fCertificates)
    }

    @Test func refusesACertificateOnAnotherCurve() async throws {
        for algorithm in [COSEAlgorithm.es384, .edDSA, .rs256] {
            let forge = try broken { $0.attestation.key = try CredentialKey.key(algorithm) }
            #expect(try await forge.refusal() == .u2fCertificateKey)
        }
    }

    @Test func refusesACredentialOfAnotherAlgorithm() async throws {
        for algorithm in [COSEAlgorithm.es384, .edDSA, .rs256] {
            #expect(try await RegistrationForge("fido-u2f", algorithm).refusal() == .u2fCredentialKey)
        }
    }

    @Test func refusesAForgedSignature() async throws {
        let forge = try broken { forge in
            let other = try forge.key.sign([1])
            forge.editStatement = { $0[0].1 = .bytes(other) }
        }
        #expect(try await forge.refusal() == .u2fSignature)
    }

    @Test func refusesAnotherCredentialIDThanTheSigned() async throws {
        let forge = try broken { forge in
            forge.editData = { data in
                var changed = data
                changed[37 + 16 + 2] ^= 1
                return changed
            }
            forge.editReply = { reply in
                reply["id"] = "ISEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8"
                reply["rawId"] = reply["id"]
            }
        }
        #expect(try await forge.refusal() == .u2fSignature)
    }

    @Test func refusesOtherMembers() async throws {
        let forge = try broken { $0.editStatement = { $0.append(("alg", .number(-7))) } }
        #expect(try await forge.refusal() == .statementMalformed)
    }

    /// The signature does not cover the model, so a model counts only where none is claimed.
    @Test func provesNoModel() async throws {
        let forge = try broken { $0.aaguid = [UInt8](0xA0..<0xB0) }
        let model = try #require(AAGUID(forge.aaguid))
        #expect(try await forge.refusal() == nil)
        #expect(try await forge.refusal { $0.attestation.allowedModels = [model] } == .modelUnproven)
    }
}
