import SAML
import SAMLForge
import TestSupport
import Testing

@Suite("Whatever comes in")
struct SAMLFuzzingTests {
    @Test func mutatedMetadataIsUsableOrRefused() throws {
        let original = try MetadataForge().bytes
        var mutations = SeededMutations.ofXML(seed: 1)
        for round in 0..<3_000 {
            let mutated = mutations.mutate(original)
            #expect(SAMLFuzzing.metadata(mutated) == nil, "round \(round)")
        }
    }

    @Test func mutatedLogoutByStrangersIsRefused() throws {
        var request = try LogoutForge.request()
        request.key = try ForgeKeyRing.shared.get().attacker
        let original = try Array(request.query(relayState: "state").utf8)
        var mutations = SeededMutations.ofXML(seed: 2)
        for round in 0..<3_000 {
            #expect(SAMLFuzzing.logout(mutations.mutate(original)) == nil, "round \(round)")
        }
    }

    @Test func mutatedResponsesOfStrangersAreRefused() throws {
        var forge = try ResponseForge()
        forge.key = try ForgeKeyRing.shared.get().attacker
        let original = Array(try forge.text().utf8)
        var mutations = SeededMutations.ofXML(seed: 3)
        for round in 0..<3_000 {
            #expect(SAMLFuzzing.response(mutations.mutate(original)) == nil, "round \(round)")
        }
    }

    /// What the provider itself sends may be damaged, too: it is judged or refused.
    @Test func mutatedDocumentsOfTheProviderAreJudged() throws {
        let response = Array(try ResponseForge(signing: []).text().utf8)
        let logout = Array(try LogoutForge.request().document.utf8)
        var mutations = SeededMutations.ofXML(seed: 4)
        for round in 0..<1_000 {
            #expect(SAMLFuzzing.response(mutations.mutate(response)) == nil, "round \(round)")
            #expect(SAMLFuzzing.logout(mutations.mutate(logout)) == nil, "round \(round)")
        }
    }

    @Test(arguments: [[], [0], [0xFF, 0xFE], [0x3C], [0x26], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func shortestInputsAreRefused(_ bytes: [UInt8]) {
        #expect(SAMLFuzzing.response(bytes) == nil)
        #expect(SAMLFuzzing.metadata(bytes) == nil)
        #expect(SAMLFuzzing.logout(bytes) == nil)
    }
}
