import Crypto
import FoundationEssentials

/// The SHA-256 digest of a token's text: what a remembered token is found by, so that no token is kept.
struct TokenDigest: Hashable, Sendable {
    private let words: InlineArray<4, UInt64>

    init(of token: [UInt8]) {
        var hash = SHA256()
        hash.update(data: token)
        var words = InlineArray<4, UInt64>(repeating: 0)
        for (place, byte) in hash.finalize().enumerated() {
            words[place >> 3] = words[place >> 3] << 8 | UInt64(byte)
        }
        self.words = words
    }

    /// A number to choose a stripe by.
    var stripe: Int { Int(truncatingIfNeeded: words[0]) }

    static func == (one: TokenDigest, other: TokenDigest) -> Bool {
        one.words.indices.allSatisfy { one.words[$0] == other.words[$0] }
    }

    /// One word is as good as all four: only digests of verified tokens are kept, so nobody can choose them.
    func hash(into hasher: inout Hasher) { hasher.combine(words[1]) }
}
