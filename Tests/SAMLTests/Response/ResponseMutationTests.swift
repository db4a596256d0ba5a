import SAML
import SAMLForge
import Testing

@Suite("Random damage")
struct ResponseMutationTests {
    /// Ten thousand seeded mutations of valid responses: whatever is still accepted says exactly what was signed.
    @Test func acceptsNoMutationWithOtherFacts() throws {
        let originals = try [
            ResponseForge(signing: [.assertion]), ResponseForge(signing: [.response]),
            ResponseForge(signing: [.response, .assertion]),
            ResponseForge(signing: [.assertion], encrypting: ForgeEncryption()),
        ].map { Array(try $0.text().utf8) }
        let validator = try ResponseValidator(ForgeScene.circumstances())
        let expected = try originals.map { Facts(try validator.validate(ReceivedResponse(bytes: $0))) }
        var random = SplitMix(state: 0x5EED)
        var accepted = 0
        for round in 0..<10_000 {
            let choice = round % originals.count
            let mutated = mutate(originals[choice], by: &random)
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

    private func mutate(_ original: [UInt8], by random: inout SplitMix) -> [UInt8] {
        var bytes = original
        for _ in 0...Int.random(in: 0..<3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let length = min(Int.random(in: 1..<40, using: &random), bytes.count - place)
            let other = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<place + length)
            case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: other)
            case 4: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
            default: bytes.swapAt(place, other)
            }
        }
        return bytes
    }

    private static let tokens = [
        "<!-- -->", "<![CDATA[x]]>", "<?x?>", "&amp;", "&#13;", " ID=\"_x\"", "<saml:Assertion/>", "</saml:Assertion>",
        "<saml:NameID>eve</saml:NameID>", " xmlns=\"urn:x\"", "<ds:Signature/>", "\u{0}", "<!DOCTYPE x>",
    ].map { Array($0.utf8) }
}

/// A small generator with a seed, so that a failure can be seen again (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
