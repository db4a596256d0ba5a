import SAML
import SAMLForge
import TestSupport
import Testing

@Suite("Random damage")
struct ResponseMutationTests {
    /// Ten thousand seeded mutations of valid responses: whatever is still accepted says exactly what was signed.
    /// attacks 1.3 #58: facts come from the bytes that were digested, whatever another reading of the message would say.
    @Test func acceptsNoMutationWithOtherFacts() throws {
        let originals = try [
            ResponseForge(signing: [.assertion]), ResponseForge(signing: [.response]),
            ResponseForge(signing: [.response, .assertion]),
            ResponseForge(signing: [.assertion], encrypting: ForgeEncryption()),
        ].map { Array(try $0.text().utf8) }
        let validator = try ResponseValidator(ForgeScene.circumstances())
        let expected = try originals.map { Facts(try validator.validate(ReceivedResponse(bytes: $0))) }
        var random = SeededMutations.ofXML(seed: 0x5EED)
        var accepted = 0
        for round in 0..<10_000 {
            let choice = round % originals.count
            let mutated = random.mutate(originals[choice])
            guard let verified = try? validator.validate(ReceivedResponse(bytes: mutated)) else { continue }
            accepted += 1
            #expect(Facts(verified) == expected[choice], "round \(round)")
        }
        // Unsigned places (the envelope of a signed assertion, blanks) may change; most of the document may not.
        #expect(accepted < 3_000)
    }

    /// Everything that a sign-in would act on, apart from the envelope's own id, which only a signed response vouches for.
    private struct Facts: Equatable {
        let name: NameID
        let attributes: AttributeSet
        let session: String?
        let end: SAMLInstant
        let assertion: MessageID

        init(_ verified: VerifiedAssertion) {
            name = verified.nameID
            attributes = verified.attributes
            session = verified.session.index
            end = verified.notOnOrAfter
            assertion = verified.replay.assertionID
        }
    }
}
