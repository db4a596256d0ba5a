import Encoding
import Foundation
import TestSupport
import Testing

@testable import WebAuthn

/// The fuzzers' properties on seeded mutations, in every run; and the inputs on which they once failed.
@Suite struct WebAuthnMutationTests {
    private static let tokens: [[UInt8]] = [
        [0xFF], [0x5F], [0xBF], [0xA0], [0xF9, 0x7E, 0x00], [0x1B] + [UInt8](repeating: 0xFF, count: 8), [0xC1],
        [0x63, 0x66, 0x6D, 0x74], [0x30, 0x82], [0x40], [0x81, 0x81, 0x81, 0x81],
    ]
    private static let formats = ["none", "packed", "packed-self", "fido-u2f", "apple", "android-key", "tpm"]

    private func objects() throws -> [[UInt8]] {
        try Self.formats.map { try RegistrationForge($0).attestationObject(clientData: Array("{}".utf8)) }
    }

    @Test func mutatedCBORHasOneForm() throws {
        var mutations = SeededMutations(seed: 4, tokens: Self.tokens)
        for object in try objects() {
            for round in 0..<1_500 { #expect(WebAuthnFuzzing.cbor(mutations.mutate(object)) == nil, "round \(round)") }
        }
    }

    @Test func mutatedAuthenticatorDataEndWhereTheirPartsEnd() throws {
        let key = try CredentialKey.key(.es256).cose
        let data =
            [UInt8](repeating: 3, count: 32) + [0xC5, 0, 0, 0, 1] + [UInt8](repeating: 4, count: 16) + [0, 16]
            + [UInt8](repeating: 5, count: 16) + key + ForgedCBOR.members([("credProtect", .number(2))]).encoded
        #expect((try? AuthenticatorData(parsing: data)) != nil)
        var mutations = SeededMutations(seed: 5, tokens: Self.tokens)
        for round in 0..<10_000 {
            #expect(WebAuthnFuzzing.authenticatorData(mutations.mutate(data)) == nil, "round \(round)")
        }
    }

    @Test func mutatedAttestationsOfOthersAreNotBelieved() throws {
        var mutations = SeededMutations(seed: 6, tokens: Self.tokens)
        for object in try objects() {
            for round in 0..<500 {
                #expect(WebAuthnFuzzing.attestation(mutations.mutate(object)) == nil, "round \(round)")
            }
        }
    }

    /// Whatever of an authentication is changed, it is refused or says the same.
    @Test func mutatedAuthenticationsSayTheSameOrNothing() throws {
        let forge = try AuthenticationForge()
        let (right, record) = (try forge.verify(), try forge.record())
        let verifier = AuthenticationVerifier(forge.expectation())
        let reply = try forge.json().serialized()
        var mutations = SeededMutations(seed: 7, tokens: [Array("\"\"".utf8), Array("AA".utf8), Array(",".utf8)])
        var accepted = 0
        for round in 0..<10_000 {
            guard let json = try? StrictJSON.parse(mutations.mutate(reply)),
                let reply = try? AuthenticationReply(json: json),
                let verified = try? verifier.verify(reply, against: record)
            else { continue }
            accepted += 1
            #expect(verified == right, "round \(round)")
        }
        // Members that are not read may change.
        #expect(accepted > 0)
    }

    /// Inputs that a fuzzer stopped at stay here as files; each has to hold now.
    @Test func onceFailingInputsHold() throws {
        let folder = Vectors.packageRoot.appendingPathComponent("Tests/WebAuthnTests/Vectors/fuzz")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in files.sorted() {
            let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            for violated in [
                WebAuthnFuzzing.cbor(bytes), WebAuthnFuzzing.authenticatorData(bytes),
                WebAuthnFuzzing.attestation(bytes),
            ] {
                #expect(violated == nil, "\(name)")
            }
        }
    }
}
