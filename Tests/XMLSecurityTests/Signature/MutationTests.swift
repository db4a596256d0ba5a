import Testing
import XMLSecurity

/// Whatever ten thousand seeded changes make of signed messages, none is accepted with other facts.
struct MutationTests {
    /// SplitMix64 (G. Steele et al., OOPSLA 2014), so that a failure can be had again by its seed.
    struct SeededGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static let pieces: [String] = [
        "<!--x-->", "<?x y?>", "<![CDATA[x]]>", "<!DOCTYPE a>", "&amp;", "&x;", " ", "\n", "\u{0}", "\u{E9}", "<a/>",
        "</saml:Subject>",
        "<saml:NameID>eve</saml:NameID>", " ID=\"_a1\"", " xml:id=\"_a1\"", " xmlns=\"urn:x\"", "<ds:Object/>", "#",
        "\"",
    ]

    @Test(arguments: 0..<10)
    func acceptsNoMutationWithOtherFacts(_ part: Int) throws {
        var generator = SeededGenerator(state: 0x5EED + UInt64(part))
        let valid = try Array((part % 2 == 0 ? SignedScene.signedAssertion : SignedScene.signedResponse).get().utf8)
        let place = part % 2 == 0 ? SignedScene.assertionPlace : .root
        let trust = try SignedScene.trust()
        let facts = try XMLSignatureVerifier.verify(valid, signed: place, trust: trust).root
        for number in 0..<1_000 {
            let mutated = Self.mutate(valid, by: &generator)
            guard let verified = try? XMLSignatureVerifier.verify(mutated, signed: place, trust: trust) else {
                continue
            }
            #expect(verified.root == facts, "part \(part), mutation \(number)")
        }
    }

    private static func mutate(_ valid: [UInt8], by generator: inout SeededGenerator) -> [UInt8] {
        var bytes = valid
        for _ in 0..<Int.random(in: 1...3, using: &generator) where bytes.count > 64 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let length = min(Int.random(in: 1...400, using: &generator), bytes.count - place)
            let range = place..<(place + length)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.removeSubrange(range)
            case 3:
                bytes.insert(contentsOf: Array(bytes[range]), at: Int.random(in: 0...bytes.count, using: &generator))
            case 4:
                bytes.insert(contentsOf: Array(pieces.randomElement(using: &generator)?.utf8 ?? "x".utf8), at: place)
            default: bytes.replaceSubrange(range, with: bytes[range].reversed())
            }
        }
        return bytes
    }
}
