import FoundationEssentials
import JOSE
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// The life of signing keys (attacks 5.4 #40).
    @Suite struct SigningKeysTests {
        @Test func fiveNodesThatStartAtOnceMakeOnePairOfKeys() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let results = await atOnce(5) { _ in try await gateway.rotateKeys.bootstrap() }
                #expect(try results.filter { try $0.get() }.count == 1)
                #expect(try await Self.states(gateway) == ["active": 1, "next": 1])
            }
        }

        @Test func thereIsNoKeyBeforeTheFirst() async throws {
            // attacks 5.4 #41
            try await StoredGateway.withControlOnly { gateway async throws in
                try await gateway.keys.refresh()
                #expect(throws: SigningKeyRing.NoActiveKey.self) { try gateway.keys.active() }
            }
        }

        @Test func rotatingLetsTheNextKeySignAndKeepsTheOldOnePublished() async throws {
            // attacks 5.4 #40
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                gateway.clock.advance(SigningKeySchedule.publishedBeforeUse)
                try await gateway.log.refresh()
                let before = try await gateway.rotateKeys.list()
                let old = try await gateway.tokens(of: owner, in: acme)
                try await gateway.rotateKeys.rotate()
                try await gateway.keys.refresh()
                let active = try gateway.keys.active().identifier.text
                #expect(active == before.first { $0.state == .next }?.id)
                #expect(try await Self.states(gateway) == ["retired": 1, "active": 1, "next": 1])
                let published = try gateway.keys.published().keys.count
                #expect(published == 3)
                _ = try await gateway.verify(old.accessToken.text)
                _ = try await gateway.verify(try await gateway.tokens(of: owner, in: acme).accessToken.text)
            }
        }

        @Test func aRetiredKeyIsForgottenWhenNoTokenOfItIsGood() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let first = try await gateway.rotateKeys.list().first { $0.state == .active }?.id
                try await gateway.rotateKeys.rotate(evenIfUnknown: true)
                gateway.clock.advance(SigningKeySchedule.publishedAfterRetirement)
                #expect(try await !gateway.rotateKeys.tend())
                #expect(try await gateway.rotateKeys.list().contains { $0.id == first })
                gateway.clock.advance(1)
                #expect(try await !gateway.rotateKeys.tend())
                #expect(try await Self.states(gateway) == ["active": 1, "next": 1])
            }
        }

        @Test func aKeyThatNobodyKnowsYetDoesNotSign() async throws {
            // attacks 5.4 #40
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                let known = gateway.clock.now + SigningKeySchedule.publishedBeforeUse
                gateway.clock.advance(SigningKeySchedule.publishedBeforeUse - 1)
                await #expect(throws: SigningKeyRejection.tooEarly(until: known)) {
                    try await gateway.rotateKeys.rotate()
                }
                #expect(try await Self.states(gateway) == ["active": 1, "next": 1])
                gateway.clock.advance(1)
                try await gateway.rotateKeys.rotate()
                #expect(try await Self.states(gateway) == ["retired": 1, "active": 1, "next": 1])
            }
        }

        @Test func fiveRotationsAtOnceRotateOnce() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                gateway.clock.advance(SigningKeySchedule.publishedBeforeUse)
                let results = await atOnce(5) { _ in try await gateway.rotateKeys.rotate() }
                #expect(results.count { (try? $0.get()) != nil } == 1)
                #expect(try await Self.states(gateway) == ["retired": 1, "active": 1, "next": 1])
            }
        }

        @Test func theScheduleElectsOneOfFiveNodes() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                for period in 1...3 {
                    gateway.clock.advance(SigningKeySchedule.period - 1)
                    #expect(try await !gateway.rotateKeys.tend())
                    gateway.clock.advance(1)
                    let results = await atOnce(5) { _ in try await gateway.rotateKeys.tend() }
                    #expect(try results.count { try $0.get() } == 1)
                    // The key before the last is forgotten when the next round comes by.
                    #expect(try await Self.states(gateway)["active"] == 1)
                    #expect(try await Self.states(gateway)["next"] == 1)
                    #expect(try await Self.states(gateway)["retired"] == 1, "after period \(period)")
                }
            }
        }

        @Test func withdrawingRevokesAllThatTheKeySigned() async throws {
            // attacks 5.4 #40
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let token = try await gateway.tokens(of: owner, in: acme).accessToken
                let withdrawn = try gateway.keys.active().identifier
                try await gateway.rotateKeys.withdraw(withdrawn.text)
                #expect(try await gateway.revocations().map(\.scope) == [.key(withdrawn)])
                #expect(try await Self.states(gateway) == ["withdrawn": 1, "active": 1, "next": 1])
                // A verifier that still has the key learns it from the revocations,
                try await gateway.log.refresh()
                await #expect(throws: TokenRejection.revoked) { try await gateway.verify(token.text) }
                // and one that reads the keys anew has it no more.
                try await gateway.keys.refresh()
                #expect(try gateway.keys.active().identifier != withdrawn)
                await #expect(throws: TokenRejection.unknownKey) { try await gateway.verify(token.text) }
                await #expect(throws: SigningKeyRejection.alreadyWithdrawn) {
                    try await gateway.rotateKeys.withdraw(withdrawn.text)
                }
            }
        }

        @Test func aKeyThatIsNotThereIsNotWithdrawn() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let other = SigningKey.generate(.es256).identifier
                await #expect(throws: SigningKeyRejection.unknownKey) {
                    try await gateway.rotateKeys.withdraw(other.text)
                }
                #expect(try await gateway.revocations().isEmpty)
            }
        }

        @Test func aSealedKeyDoesNotOpenUnderAnotherKeysID() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                let keys = try await gateway.rotateKeys.list()
                let moved = keys[0].sealedPrivateKey
                let place = keys[1].id
                try await gateway.pools.withControlTransaction { transaction in
                    _ = try await transaction.execute(
                        "UPDATE signing_keys SET sealed_private_key = \(moved) WHERE id = \(place)"
                    )
                }
                await #expect(throws: SealingError.cannotOpen) { try await gateway.keys.refresh() }
            }
        }

        @Test func thePrivateKeyIsNotInTheTable() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                try await gateway.keys.refresh()
                let key = try gateway.keys.active().rawRepresentation
                let stored = try await gateway.rotateKeys.list().map(\.sealedPrivateKey)
                for sealed in stored { #expect(!sealed.contains(key)) }
            }
        }

        private static func states(_ gateway: StoredGateway) async throws -> [String: Int] {
            try await gateway.rotateKeys.list().reduce(into: [:]) { $0[$1.state.rawValue, default: 0] += 1 }
        }
    }
}
