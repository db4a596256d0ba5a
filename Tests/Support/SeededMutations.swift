/// Damages byte strings at random, the same way for the same seed, so that a failure can be seen again.
package struct SeededMutations {
    private var random: SplitMix
    private let tokens: [[UInt8]]

    /// - Parameter tokens: what means something to the reader, to be thrown in.
    package init(seed: UInt64, tokens: [[UInt8]]) {
        random = SplitMix(state: seed)
        self.tokens = tokens
    }

    /// One to four changes: bytes, bits, runs cut or copied, and tokens thrown in. Bytes may not be empty.
    package mutating func mutate(_ original: [UInt8]) -> [UInt8] {
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
            case 4: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: place)
            default: bytes.swapAt(place, other)
            }
        }
        return bytes
    }
}

/// A small generator with a seed (Steele, Lea and Flood, "Fast splittable pseudorandom
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
