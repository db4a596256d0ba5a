import Encoding
import Foundation
import SignIn
import TestSupport
import Testing
import WebAuthn

@Suite struct PasskeyProvidersTests {
    @Test func areTheFactsOfMetadata() throws {
        let file = Vectors.packageRoot.appendingPathComponent("metadata/passkey_providers.json")
        let object = try #require(StrictJSON.parse(Array(try Data(contentsOf: file))).object?["providers"]?.object)
        let facts = Dictionary(uniqueKeysWithValues: object.map { ($0.name, $0.value.string ?? "") })
        #expect(PasskeyProviders.names == facts)
        for name in facts.keys { #expect(AAGUID(name)?.description == name) }
    }

    @Test func namesModelsOnceAndInOrder() throws {
        let models = try [
            "fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "08987058-cadc-4b81-b6e1-30de50dcbe96",
            "6028b017-b1d4-4c02-b4b3-afcdafc96bb2", "00000000-0000-0000-0000-000000000001",
        ].map { try #require(AAGUID($0)) }
        #expect(
            PasskeyProviders.names(of: models)
                == ["00000000-0000-0000-0000-000000000001", "Apple Passwords", "Windows Hello"]
        )
        #expect(PasskeyProviders.names(of: []).isEmpty)
    }

    /// attacks 4.1 #25: one line, bounded.
    @Test(
        arguments: [
            ("Key", "Key"), ("  My  key ", "My  key"), ("", nil), ("   ", nil), ("a\nb", nil), ("a\u{0}b", nil),
            (String(repeating: "x", count: 128), String(repeating: "x", count: 128)),
            (String(repeating: "x", count: 129), nil),
        ] as [(String, String?)]
    )
    func namesAreOneLine(_ typed: String, _ kept: String?) {
        #expect(PasskeyName(typed)?.description == kept)
    }

    @Test func verifiedPasskeysAreBothFactors() {
        #expect(ProvenFactors([.passkey], isUserVerified: true).areMultiple)
        #expect(!ProvenFactors([.passkey]).areMultiple)
        #expect(ProvenFactors([.password, .passkey]).areMultiple)
        #expect(ProvenFactors([.passkey]).adding(.totp).areMultiple)
    }
}
