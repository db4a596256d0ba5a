import FoundationEssentials
import Postgres
import PostgresStorage
import SignIn
import Testing
import Workspaces

extension StorageSuites {
    /// What is written is audited, and nothing else is.
    @Suite struct AuditTests {
        @Test func aChangeWithoutWritesLeavesNoEntry() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let grant = try await gateway.tokens(of: owner, in: acme)
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.databases.change(acme.id, by: StoredGateway.byOperator) { _ in }
                    try await gateway.users.setRole(.member, of: member.id, in: acme.id, by: StoredGateway.byOperator)
                    try await gateway.users.reactivate(member.id, in: acme.id, by: StoredGateway.byOperator)
                    // Rotation is operational.
                    _ = try await gateway.refreshed(grant.refreshToken)
                }
                #expect(actions.isEmpty)
            }
        }

        @Test func whatIsRolledBackLeavesNoEntry() async throws {
            struct ChangedMyMind: Error {}
            try await StoredGateway.with { gateway, acme, owner async throws in
                let actions = try await gateway.actions(in: acme) {
                    await #expect(throws: ChangedMyMind.self) {
                        try await gateway.databases.change(acme.id, by: StoredGateway.byOperator) { change in
                            try await UsersRepository().setRole(
                                .admin,
                                of: owner,
                                revokedAt: gateway.clock.now,
                                in: change
                            )
                            throw ChangedMyMind()
                        }
                    }
                }
                #expect(actions.isEmpty)
                #expect(try await gateway.user(owner.id, in: acme)?.role == .owner)
            }
        }

        @Test func parallelChangesAreNumberedWithoutGaps() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let results = await atOnce(20) { number in
                    try await gateway.users.create(
                        email: try #require(EmailAddress("user\(number)@acme.example")),
                        name: "User \(number)",
                        role: .member,
                        in: acme.id,
                        by: StoredGateway.byOperator
                    )
                }
                for result in results { #expect(throws: Never.self) { try result.get() } }
                let entries = try await gateway.audit(of: acme)
                // The owner's creation and password came first.
                #expect(entries.map(\.sequence) == Array(1...22))
                #expect(Set(entries.map(\.targetID)).count == 21)
            }
        }

        @Test func theWorkspacesLoginCanNotChangeEntries() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let forbidden: [SQL] = [
                    "UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "TRUNCATE audit", "DROP TABLE audit",
                ]
                for statement in forbidden {
                    await #expect(throws: PostgresError.self) { try await gateway.rows(of: acme, statement) }
                }
                #expect(try await gateway.audit(of: acme).count == 2)
            }
        }
    }
}
