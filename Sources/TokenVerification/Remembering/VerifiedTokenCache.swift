import Synchronization

/// Verified tokens by digest, so that the signature of a token that comes again is not computed again.
///
/// Bounded in two generations: when the younger is full it becomes the older and the former older is dropped. A token
/// that is used moves to the younger, so what is dropped has not been used for a while; no list has to be kept in order.
/// What is remembered is the signature only: time and revocation are the verifier's to check on each use.
final class VerifiedTokenCache: Sendable {
    private struct Generations {
        var younger: [TokenDigest: VerifiedAccessToken] = [:]
        var older: [TokenDigest: VerifiedAccessToken] = [:]
    }

    private final class Shard: Sendable {
        let generations = Mutex(Generations())
    }

    private static let shardCount = 32

    private let shards: [Shard]
    private let tokensPerGeneration: Int

    /// - Parameter capacity: most tokens to remember, about 1.5 kB each; rounded to at least two a shard, 0 remembers none.
    init(capacity: Int) {
        shards = (0..<Self.shardCount).map { _ in Shard() }
        tokensPerGeneration = capacity <= 0 ? 0 : max(1, capacity / Self.shardCount / 2)
    }

    subscript(digest: TokenDigest) -> VerifiedAccessToken? {
        shard(of: digest).generations.withLock { generations in
            if let token = generations.younger[digest] { return token }
            guard let token = generations.older[digest] else { return nil }
            insert(token, digest, into: &generations)
            return token
        }
    }

    func remember(_ token: VerifiedAccessToken, as digest: TokenDigest) {
        guard tokensPerGeneration > 0 else { return }
        shard(of: digest).generations.withLock { insert(token, digest, into: &$0) }
    }

    /// Forgets a token that will never be good again.
    func forget(_ digest: TokenDigest) {
        shard(of: digest).generations.withLock { generations in
            generations.younger[digest] = nil
            generations.older[digest] = nil
        }
    }

    /// How many tokens are remembered.
    var count: Int {
        shards.reduce(0) { sum, shard in
            sum + shard.generations.withLock { Set($0.younger.keys).union($0.older.keys).count }
        }
    }

    private func shard(of digest: TokenDigest) -> Shard {
        shards[digest.stripe & (Self.shardCount - 1)]
    }

    private func insert(_ token: VerifiedAccessToken, _ digest: TokenDigest, into generations: inout Generations) {
        if generations.younger.count >= tokensPerGeneration {
            generations.older = generations.younger
            generations.younger = [:]
        }
        generations.younger[digest] = token
    }
}
