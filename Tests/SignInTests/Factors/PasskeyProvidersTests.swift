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
