import Encoding
import FoundationEssentials
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// The way back in for whoever has lost all others.
    @Suite struct RecoverOwnerTests {
        private static let fresh = Secret("nine copper kettles whistling")

        @Test func theLastOwnerComesBackInAndEveryOwnerCanReadOfIt() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let before = try await gateway.tokens(of: owner, in: acme)
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.recoverOwner(
                        owner,
                        password: Self.fresh,
                        because: "Lost phone and password; identity checked by call-back",
                        in: acme,
                        by: StoredGateway.byOperator
                    )
                }
                #expect(actions.contains("owner.recovered"))
                #expect(actions.contains("password.set"))
                #expect(actions.contains("session.ended"))
                let entry = try #require(try await gateway.audit(of: acme).last { $0.action == "owner.recovered" })
                #expect((entry.actorKind, entry.actorID) == ("operator", "tester"))
                #expect(entry.targetID == owner.id.description)
                #expect(entry.changes.text.contains("identity checked by call-back"))
                // Whatever was signed in before is over.
                await #expect(throws: RefreshRejection.self) { try await gateway.refreshed(before.refreshToken) }
                await #expect(throws: SignInRejection.wrongPassword) { try await gateway.tokens(of: owner, in: acme) }
                gateway.clock.advance(1)
                try await Self.signIn(owner, gateway, acme)
            }
        }

        @Test func somebodyElseCanBeMadeOwnerWhereTheOwnerIsGone() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                try await gateway.users.deactivate(bob.id, in: acme.id, by: StoredGateway.byOperator)
                try await gateway.recoverOwner(
                    bob,
                    password: Self.fresh,
                    because: "The owner has left the company",
                    in: acme,
                    by: StoredGateway.byOperator
                )
                let found = try #require(try await gateway.user(bob.id, in: acme))
                #expect(found.isActive && found.role == .owner)
                gateway.clock.advance(1)
                try await Self.signIn(bob, gateway, acme)
            }
        }

        @Test(arguments: ["", "line\nbreak", String(repeating: "a", count: 501)])
        func withoutAProperReasonNothingIsChanged(reason: String) async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let actions = try await gateway.actions(in: acme) {
                    await #expect(throws: RecoverOwner.BadReason.self) {
                        try await gateway.recoverOwner(
                            owner,
                            password: Self.fresh,
                            because: reason,
                            in: acme,
                            by: StoredGateway.byOperator
                        )
                    }
                }
                #expect(actions.isEmpty)
                _ = try await gateway.tokens(of: owner, in: acme)
            }
        }

        private static func signIn(_ user: User, _ gateway: StoredGateway, _ workspace: Workspace) async throws {
            let _: SignInStep<BrowserGrant> = try await gateway.signIn(
                email: user.email.description,
                password: fresh,
                in: workspace,
                origin: StoredGateway.origin
            )
        }
    }
}
