import FoundationEssentials
import Postgres
import PostgresStorage
import SignIn
import TestSupport
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

        @Test func verifyingFindsWhatIsMissingAndWhatIsDamaged() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                for number in 1...8 {
                    _ = try await gateway.makeUser("user\(number)@acme.example", .member, in: acme)
                }
                let verify = VerifyAudit(databases: gateway.databases, audit: AuditRepository())
                let whole = try await verify(in: acme.id)
                #expect(whole.entries == 18)
                #expect(whole.faults.isEmpty)
                // Only somebody with the tables' owner's power can do this.
                let damages: [(String, [AuditFault])] = [
                    ("DELETE FROM audit WHERE sequence IN (5, 6, 9)", [.missing(9...9), .missing(5...6)]),
                    ("DELETE FROM audit WHERE sequence < 3", [.missing(1...2)]),
                    ("DELETE FROM audit WHERE sequence > 16", [.missing(17...18)]),
                    ("UPDATE audit_head SET sequence = 17", [.beyondLast(given: 17, highest: 18)]),
                    ("DELETE FROM audit", [.missing(1...18)]),
                    ("UPDATE audit SET action = 'user.crowned' WHERE sequence = 4", [.incomplete(4, part: "action")]),
                    ("UPDATE audit SET actor_id = NULL WHERE sequence = 4", [.incomplete(4, part: "actor")]),
                    ("UPDATE audit SET target_id = '' WHERE sequence = 4", [.incomplete(4, part: "target")]),
                    ("UPDATE audit SET changes = '{}' WHERE sequence = 4", [.incomplete(4, part: "changes")]),
                    (
                        "UPDATE audit SET changes = '[{\"new\": 1}]' WHERE sequence = 4",
                        [.incomplete(4, part: "changes")]
                    ),
                ]
                for (damage, faults) in damages {
                    try await gateway.runAsSuperuser(
                        """
                        CREATE TABLE kept AS SELECT * FROM audit;
                        CREATE TABLE kept_head AS SELECT * FROM audit_head;
                        \(damage);
                        """,
                        in: acme
                    )
                    #expect(try await verify(in: acme.id).faults == faults, "\(damage)")
                    try await gateway.runAsSuperuser(
                        """
                        DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;
                        DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head;
                        DROP TABLE kept, kept_head;
                        """,
                        in: acme
                    )
                }
                #expect(try await verify(in: acme.id).faults.isEmpty)
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
