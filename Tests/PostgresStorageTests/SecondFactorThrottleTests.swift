import FoundationEssentials
import PostgresStorage
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// How often a second factor may be guessed (attacks 5.2 #13, #18).
    @Suite struct SecondFactorThrottleTests {
        @Test func oneChallengeTakesFiveAnswersAlsoAtOnce() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let answers = await atOnce(20) { _ in try await gateway.answer(false, [1], owner, acme) }
                let refused = answers.count { answer in
                    guard case .failure(let error) = answer else { return false }
                    return error is TooManyTries
                }
                #expect(refused == 15)
                #expect(!answers.contains { (try? $0.get()) == .some(true) })
            }
        }

        @Test func newChallengesGiveAnAccountNoMoreThanTenAnHour() async throws {
            // Whoever has the password begins anew each minute, on whatever node.
            try await StoredGateway.with { gateway, acme, owner async throws in
                var judged = 0
                for minute in 0..<60 {
                    for _ in 0..<3 {
                        do {
                            _ = try await gateway.answer(false, [UInt8(minute)], owner, acme)
                            judged += 1
                        } catch is TooManyTries {}
                    }
                    gateway.clock.advance(60)
                }
                #expect((9...10).contains(judged))
            }
        }

        @Test func aRightAnswerPutsBackItsOwnTryOnly() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                for _ in 0..<4 { #expect(try await gateway.answer(false, [1], owner, acme) == nil) }
                for number in 0..<20 {
                    #expect(try await gateway.answer(true, [2, UInt8(number)], owner, acme) == true)
                }
                #expect(try await gateway.answer(false, [3], owner, acme) == nil)
                await #expect(throws: TooManyTries(until: Date(unixSeconds: 720), from: Date(unixSeconds: 0))) {
                    try await gateway.answer(true, [4], owner, acme)
                }
            }
        }

        @Test func anAnswerWhoseJudgeFailsIsCountedAllTheSame() async throws {
            struct Broken: Error {}
            try await StoredGateway.with { gateway, acme, owner async throws in
                for _ in 0..<5 {
                    await #expect(throws: Broken.self) {
                        try await gateway.secondFactor(.totp, of: owner.id, challenge: [1], in: acme.id) {
                            () -> Bool? in throw Broken()
                        }
                    }
                }
                await #expect(throws: TooManyTries.self) { try await gateway.answer(true, [1], owner, acme) }
            }
        }

        @Test func eachFactorAndEachPersonHasCountersOfTheirOwn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                for _ in 0..<5 { #expect(try await gateway.answer(false, [1], owner, acme) == nil) }
                await #expect(throws: TooManyTries.self) { try await gateway.answer(true, [2], owner, acme) }
                #expect(try await gateway.answer(true, [3], bob, acme) == true)
                let code = try await gateway.secondFactor(.recoveryCode, of: owner.id, challenge: [4], in: acme.id) {
                    true
                }
                #expect(code == true)
            }
        }
    }
}

extension StoredGateway {
    fileprivate var secondFactor: ThrottleSecondFactor {
        ThrottleSecondFactor(
            databases: databases,
            storage: ThrottleCountersRepository(),
            keys: ThrottleKeys(sealing),
            clock: clock
        )
    }

    fileprivate func answer(
        _ isRight: Bool,
        _ challenge: [UInt8],
        _ user: User,
        _ workspace: Workspace
    ) async throws -> Bool? {
        try await secondFactor(.totp, of: user.id, challenge: challenge, in: workspace.id) { isRight ? true : nil }
    }
}
