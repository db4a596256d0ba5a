import JOSE
import TestSupport
import Testing
import TokenVerification

/// A token that was verified once is only ever as good as it is now.
@Suite struct RememberedTokenTests {
    private func refusal(of token: String, in scene: VerifierScene) async -> TokenRejection? {
        do throws(TokenRejection) {
            _ = try await scene.verifier.verify(token)
            return nil
        } catch {
            return error
        }
    }

    @Test func remembersATokenOnce() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token()
        for _ in 0..<3 { #expect(await refusal(of: token, in: scene) == nil) }
        #expect(scene.verifier.rememberedCount == 1)
    }

    @Test func refusesARememberedTokenOnceItExpires() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token { $0.expiresAt = TokenForge.now + 5 }
        #expect(await refusal(of: token, in: scene) == nil)
        scene.time.advance(4)
        #expect(await refusal(of: token, in: scene) == nil)
        scene.time.advance(1)
        #expect(await refusal(of: token, in: scene) == .expired)
        #expect(scene.verifier.rememberedCount == 0)
    }

    /// attacks 5.4 #39
    @Test func refusesARememberedTokenOnceItIsRevoked() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token()
        #expect(await refusal(of: token, in: scene) == nil)
        let entry = RevocationEntry(
            number: 1,
            scope: .session(TokenForge.claims().sessionID),
            issuedBefore: TokenForge.now,
            recordedAt: TokenForge.now
        )
        try scene.revocations.publish([entry], completeAsOf: scene.time.now)
        #expect(await refusal(of: token, in: scene) == .revoked)
    }

    @Test func refusesARememberedTokenWhileRevocationIsUnknownAndTakesItAfterwards() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token()
        #expect(await refusal(of: token, in: scene) == nil)
        scene.time.advance(61)
        #expect(await refusal(of: token, in: scene) == .revocationUnknown)
        try scene.revocations.publish([], completeAsOf: scene.time.now)
        #expect(await refusal(of: token, in: scene) == nil)
    }

    /// attacks 5.4 #40: a key that is withdrawn takes its remembered tokens with it.
    @Test func refusesARememberedTokenOnceItsKeyIsGone() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token()
        #expect(await refusal(of: token, in: scene) == nil)
        scene.keys.replace(with: try TokenForge().keySet)
        #expect(await refusal(of: token, in: scene) == .unknownKey)
    }

    /// attacks 5.4 #41: a clock that is set back makes remembered tokens come from the future.
    @Test func refusesARememberedTokenWhenTheClockGoesBack() async throws {
        let scene = try VerifierScene()
        let token = try scene.forge.token()
        #expect(await refusal(of: token, in: scene) == nil)
        scene.time.advance(-3_600)
        #expect(await refusal(of: token, in: scene) == .issuedInFuture)
    }

    /// attacks 5.4 #36: the other form of a signature is another text of the same token; both stand and fall by its
    /// claims.
    @Test func staysWithinItsCapacity() async throws {
        let scene = try VerifierScene(cacheCapacity: 64)
        for number in 0..<500 {
            let token = try scene.forge.token { $0.tokenID = "token-\(number)" }
            #expect(await refusal(of: token, in: scene) == nil)
        }
        #expect(scene.verifier.rememberedCount <= 64)
        let none = try VerifierScene(cacheCapacity: 0)
        #expect(await refusal(of: try none.forge.token(), in: none) == nil)
        #expect(none.verifier.rememberedCount == 0)
    }

    @Test func remembersNothingThatWasRefused() async throws {
        let scene = try VerifierScene()
        #expect(
            await refusal(of: try scene.forge.token { $0.issuer = "https://evil.example" }, in: scene) == .wrongIssuer
        )
        #expect(await refusal(of: try TokenForge().token(), in: scene) == .unknownKey)
        #expect(scene.verifier.rememberedCount == 0)
    }

    /// Under the thread sanitizer this is the proof that requests don't race.
    @Test func servesManyRequestsAtOnce() async throws {
        let scene = try VerifierScene(cacheCapacity: 64)
        let tokens = try (0..<32).map { number in try scene.forge.token { $0.tokenID = "token-\(number)" } }
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var accepted = 0
                    for round in 0..<100 where await refusal(of: tokens[(worker + round) % 32], in: scene) == nil {
                        accepted += 1
                    }
                    return accepted
                }
            }
            group.addTask {
                for second in 0..<100 {
                    try? scene.revocations.publish([], completeAsOf: TokenForge.now + second % 2)
                    if let keys = try? scene.forge.keySet { scene.keys.replace(with: keys) }
                }
                return 800
            }
            for await accepted in group { #expect(accepted == 100 || accepted == 800) }
        }
    }
}
