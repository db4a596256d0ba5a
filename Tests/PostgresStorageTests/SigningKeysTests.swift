import FoundationEssentials
import JOSE
import Postgres
import PostgresStorage
import Secrets
import SignIn
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
                try await gateway.rotateKeys.rotate()
                gateway.clock.advance(RotateSigningKeys.publishedAfterRetirement)
                try await gateway.rotateKeys.rotate()
                #expect(try await gateway.rotateKeys.list().contains { $0.id == first })
                gateway.clock.advance(1)
                try await gateway.rotateKeys.rotate()
                #expect(try await !gateway.rotateKeys.list().contains { $0.id == first })
            }
        }

        @Test func fiveRotationsAtOnceLeaveOneActiveKey() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                let results = await atOnce(5) { _ in try await gateway.rotateKeys.rotate() }
                for result in results { #expect(throws: Never.self) { try result.get() } }
                #expect(try await Self.states(gateway) == ["retired": 5, "active": 1, "next": 1])
            }
        }

        @Test func ofFiveNodesOneRotatesWhenItIsDue() async throws {
            // attacks 5.4 #40
            try await StoredGateway.withControlOnly { gateway async throws in
                _ = try await gateway.rotateKeys.bootstrap()
                let first = try await gateway.rotateKeys.list().first { $0.state == .active }?.id
                gateway.clock.advance(30 * 86_400 - 1)
                #expect(try await !gateway.rotateKeys.rotateIfDue(afterDays: 30))
                gateway.clock.advance(1)
                let results = await atOnce(5) { _ in try await gateway.rotateKeys.rotateIfDue(afterDays: 30) }
                #expect(try results.filter { try $0.get() }.count == 1)
                #expect(try await Self.states(gateway) == ["retired": 1, "active": 1, "next": 1])
                #expect(try await gateway.rotateKeys.list().first { $0.state == .retired }?.id == first)
                #expect(try await !gateway.rotateKeys.rotateIfDue(afterDays: 30))
                // Whatever put another key in its place, it is counted from there.
                gateway.clock.advance(20 * 86_400)
                try await gateway.rotateKeys.rotate()
                gateway.clock.advance(20 * 86_400)
                #expect(try await !gateway.rotateKeys.rotateIfDue(afterDays: 30))
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
