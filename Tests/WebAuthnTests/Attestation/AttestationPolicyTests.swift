import Crypto
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import WebAuthn

/// WebAuthn Level 3 section 7.1 steps 24 and 25; attacks 4.1 #21.
@Suite struct AttestationPolicyTests {
    private func roots(of forge: RegistrationForge) throws -> AttestationRoots {
        try roots(forge.attestation.authority.certificate(), of: forge)
    }

    /// The one root of the model that the forge claims.
    private func roots(_ certificate: [UInt8], of forge: RegistrationForge) throws -> AttestationRoots {
        try AttestationRoots([try #require(AAGUID(forge.aaguid)): [certificate]])
    }

    @Test(arguments: ["packed", "fido-u2f", "apple", "android-key", "tpm"])
    func acceptsAChainToARoot(_ format: String) async throws {
        let forge = try RegistrationForge(format)
        let roots = try roots(of: forge)
        #expect(try await forge.refusal { $0.attestation.roots = roots } == nil)
    }

    @Test(arguments: ["packed", "fido-u2f", "apple", "android-key", "tpm"])
    func refusesAChainToAnotherRoot(_ format: String) async throws {
        // Another key under the same name.
        let forge = try RegistrationForge(format)
        let roots = try roots(CertificateForge.Authority(name: "Example Root").certificate(), of: forge)
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
    }

    /// The maker of one model vouches for no other.
    @Test(arguments: ["packed", "fido-u2f", "apple", "android-key", "tpm"])
    func refusesTheRootOfAnotherModel(_ format: String) async throws {
        let forge = try RegistrationForge(format)
        let other = try #require(AAGUID([UInt8](repeating: 1, count: 16)))
        let roots = try AttestationRoots([other: [forge.attestation.authority.certificate()]])
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
        #expect(try await forge.refusal { $0.attestation.roots = AttestationRoots.none } == .attestationUntrusted)
    }

    @Test(arguments: ["none", "packed-self"])
    func refusesNoCertificateWhereRootsAreGiven(_ format: String) async throws {
        let forge = try RegistrationForge(format)
        let roots = try roots(of: forge)
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationMissing)
    }

    /// Without roots neither the end of the chain nor dates are judged; with them both are.
    @Test func judgesDatesByTheMomentGiven() async throws {
        let later = Date(timeIntervalSince1970: Double(CertificateForge.moment) + 1)
        let early = try RegistrationForge.broken("packed") {
            $0.attestation.editCertificate = { $0.notBefore = later }
        }
        let roots = try roots(of: early)
        #expect(try await early.refusal() == nil)
        #expect(try await early.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
        let late = try RegistrationForge.broken("packed") {
            $0.attestation.editCertificate = { $0.notAfter = later.addingTimeInterval(-2) }
        }
        let others = try self.roots(of: late)
        #expect(try await late.refusal { $0.attestation.roots = others } == .attestationUntrusted)
    }

    @Test func followsIntermediates() async throws {
        let root = try CertificateForge.Authority(name: "Root")
        let middle = try CertificateForge.Authority(name: "Middle")
        var between = CertificateForge(key: Certificate.PublicKey(middle.key.publicKey), issuer: root)
        between.subject = middle.name
        between.isAuthority = true
        var forge = try RegistrationForge.broken("packed") { $0.attestation.authority = middle }
        let roots = try roots(root.certificate(), of: forge)
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
        forge.attestation.intermediates = [try between.der()]
        #expect(try await forge.refusal { $0.attestation.roots = roots } == nil)
        // One that is no authority signs nothing.
        between.isAuthority = false
        forge.attestation.intermediates = [try between.der()]
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
    }

    /// An authority of one name and key under several alternative names certifies itself in every order: the search for a path
    /// among them must not begin.
    @Test func refusesTwoAuthoritiesOfOneName() async throws {
        var forge = try RegistrationForge("packed")
        let root = try CertificateForge.Authority(name: "Example Root")
        let roots = try roots(root.certificate(), of: forge)
        let between = try CertificateForge.Authority(name: "Example Maker")
        forge.attestation.authority = between
        var certified = CertificateForge(key: Certificate.PublicKey(between.key.publicKey), issuer: root)
        certified.subject = between.name
        certified.isAuthority = true
        forge.attestation.intermediates = [try certified.der()]
        #expect(try await forge.refusal { $0.attestation.roots = roots } == nil)
        forge.attestation.intermediates.append(try between.certificate())
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .attestationUntrusted)
    }

    /// attacks 4.1 #19: what fido-u2f signs does not include the model, whoever vouches for it.
    @Test func refusesAModelByFIDOU2FAlsoWhereItsRootVouches() async throws {
        var forge = try RegistrationForge("fido-u2f")
        forge.aaguid = [UInt8](repeating: 7, count: 16)
        let roots = try roots(of: forge)
        #expect(try await forge.refusal { $0.attestation.roots = roots } == .modelUnproven)
        #expect(try await forge.refusal() == nil)
    }

    /// A root sent as its own attestation certificate.
    @Test func refusesARootAsLeaf() async throws {
        let key = P256.Signing.PrivateKey()
        let forge = try RegistrationForge.broken("fido-u2f") {
            $0.attestation.key = .p256(key)
            $0.attestation.editCertificate = { $0.isAuthority = true }
        }
        var leaf: [UInt8] = []
        var recording = forge
        recording.editStatement = { statement in
            if case .array(let chain) = statement[1].1, case .bytes(let der) = chain[0] { leaf = der }
        }
        let json = try recording.json()
        let roots = try roots(leaf, of: forge)
        let verifier = RegistrationVerifier(forge.expectation { $0.attestation.roots = roots })
        await #expect(throws: WebAuthnRejection(.attestationUntrusted)) {
            try await verifier.verify(RegistrationReply(json: json), at: CertificateForge.moment)
        }
    }

    @Test func refusesModelsThatAreNotAllowed() async throws {
        let forge = try RegistrationForge("packed")
        let (own, other) = (try #require(AAGUID(forge.aaguid)), try #require(AAGUID([UInt8](repeating: 1, count: 16))))
        #expect(try await forge.refusal { $0.attestation.allowedModels = [other] } == .modelNotAllowed)
        #expect(try await forge.refusal { $0.attestation.allowedModels = [] } == .modelNotAllowed)
        #expect(try await forge.refusal { $0.attestation.allowedModels = [own, other] } == nil)
    }

    @Test func refusesRootsThatCannotBeRead() throws {
        let model = try #require(AAGUID([UInt8](repeating: 1, count: 16)))
        #expect(try refusal { try AttestationRoots([model: [[0x30, 0x00]]]) } == .certificateUnreadable)
    }

    @Test func readsCertificatesOfPEM() throws {
        let roots = try [1, 2].map { try CertificateForge.Authority(name: "Root \($0)").certificate() }
        let files = roots.map { PEMDocument(type: "CERTIFICATE", derBytes: $0).pemString }
        #expect(AttestationRoots.certificates(pem: files.joined(separator: "\n")) == roots)
        let key = PEMDocument(type: "PRIVATE KEY", derBytes: roots[0]).pemString
        for bad in ["", "text", files[0] + "\n" + key, key, files[0].replacing("END", with: "STOP")] {
            #expect(AttestationRoots.certificates(pem: bad) == nil)
        }
    }

    /// Policy asks for nothing by default: an attestation tells the make of people's devices.
    @Test func asksForNoAttestationByDefault() {
        #expect(AttestationPolicy().conveyance == .none)
    }
}
