import FoundationEssentials
import JOSE
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// A new app key, and the end of the one before.
    @Suite struct ResealSecretsTests {
        private static let older: Secret<[UInt8]> = Secret([UInt8](repeating: 7, count: Sealing.keyBytes))
        private static let newer: Secret<[UInt8]> = Secret([UInt8](repeating: 8, count: Sealing.keyBytes))

        @Test func everySealedColumnIsListed() throws {
            let id = WorkspaceID(rawValue: UUID())
            for (migrations, columns) in [
                (MigrationList.control, SealedColumn.control), (MigrationList.workspace, SealedColumn.workspace(id)),
            ] {
                let listed = Set(columns.map { "\($0.table).\($0.column)" })
                let found = Set(migrations.flatMap { Self.sealedColumns(in: $0.sql) })
                #expect(listed == found)
            }
            #expect(!SealedColumn.control.isEmpty)
        }

        @Test func theOlderKeyCanBeThrownAwayAfterwards() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let both = try Sealing(keys: [Self.newer, Self.older])
                let reseal = ResealSecrets(control: gateway.control, databases: gateway.databases, sealing: both)
                // Two signing keys and a workspace's login.
                let before = try await reseal.inControl(writing: false)
                #expect((before.old, before.current, before.lost) == (3, 0, []))
                let sealed = try await reseal.inControl(writing: true)
                #expect((sealed.old, sealed.current, sealed.lost) == (3, 0, []))
                let again = try await reseal.inControl(writing: true)
                #expect((again.old, again.current, again.lost) == (0, 3, []))

                let alone = try Sealing(keys: [Self.newer])
                let keys = try SigningKeyRing(
                    control: gateway.control,
                    storage: SigningKeysRepository(),
                    sealing: alone
                )
                try await keys.refresh()
                #expect(try keys.active().identifier == gateway.keys.active().identifier)
                let databases = PostgresWorkspaceDatabases(
                    pools: gateway.pools,
                    locations: WorkspaceLocations(sealing: alone, clusters: gateway.service.clusters),
                    clock: gateway.clock
                )
                let found = try await databases.transaction(on: acme.id) {
                    try await UsersRepository().find(owner.id, in: $0)
                }
                #expect(found?.id == owner.id)
                // The node that has not heard of the new key yet can't open it: hence the order of the steps.
                await #expect(throws: SealingError.cannotOpen) { try await gateway.keys.refresh() }
            }
        }

        @Test func whatIsLeftOfAnInterruptedRunIsDoneByTheNext() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let both = try Sealing(keys: [Self.newer, Self.older])
                let key = try #require(try await gateway.rotateKeys.list().first)
                let purpose = SigningKeyRecord.purpose(of: key.id)
                let resealed = try #require(try both.resealed(key.sealedPrivateKey, for: purpose))
                try await gateway.pools.withControlTransaction {
                    _ = try await $0.execute(
                        "UPDATE signing_keys SET sealed_private_key = \(resealed) WHERE id = \(key.id)"
                    )
                }
                let reseal = ResealSecrets(control: gateway.control, databases: gateway.databases, sealing: both)
                let count = try await reseal.inControl(writing: true)
                #expect((count.old, count.current, count.lost) == (2, 1, []))
            }
        }

        /// Rows are read some hundreds at a time.
        @Test func manyAreSealedAnewAsFewAre() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let count = 450
                try await gateway.control.transaction { transaction in
                    for number in 0..<count {
                        let id = "retired-\(number)"
                        try await SigningKeysRepository().insert(
                            SigningKeyRecord(
                                id: id,
                                algorithm: .es256,
                                sealedPrivateKey: try gateway.sealing.seal([1], for: SigningKeyRecord.purpose(of: id)),
                                state: .retired,
                                createdAt: gateway.clock.now,
                                retiredAt: gateway.clock.now
                            ),
                            in: transaction
                        )
                    }
                }
                let both = try Sealing(keys: [Self.newer, Self.older])
                let reseal = ResealSecrets(control: gateway.control, databases: gateway.databases, sealing: both)
                #expect(try await reseal.inControl(writing: true).old == count + 3)
                let again = try await reseal.inControl(writing: false)
                #expect((again.old, again.current, again.lost) == (0, count + 3, []))
            }
        }

        /// Somebody else replaces a secret between our reading and our writing: theirs stays.
        @Test(.timeLimit(.minutes(5))) func whatWasReplacedMeanwhileStays() async throws {
            try await StoredGateway.with { gateway, _, _ async throws in
                let both = try Sealing(keys: [Self.newer, Self.older])
                let reseal = ResealSecrets(control: gateway.control, databases: gateway.databases, sealing: both)
                let key = try #require(try await gateway.rotateKeys.list().first)
                let theirs = [UInt8](repeating: 5, count: 64)
                let resealing = try await gateway.pools.withControlTransaction { transaction in
                    try await transaction.execute(
                        "UPDATE signing_keys SET sealed_private_key = \(theirs) WHERE id = \(key.id)"
                    )
                    // What is not committed is not read, and keeps the row.
                    let resealing = Task { try await reseal.inControl(writing: true) }
                    try await gateway.untilSomebodyWaitsForALock()
                    return resealing
                }
                _ = try await resealing.value
                let left = try await gateway.rotateKeys.list().first { $0.id == key.id }
                #expect(left?.sealedPrivateKey == theirs)
            }
        }

        @Test func whatNoKeyOpensIsNamedAndLeftAlone() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let key = try #require(try await gateway.rotateKeys.list().last)
                try await gateway.pools.withControlTransaction {
                    _ = try await $0.execute(
                        "UPDATE signing_keys SET sealed_private_key = \([UInt8](repeating: 1, count: 64)) WHERE id = \(key.id)"
                    )
                }
                let both = try Sealing(keys: [Self.newer, Self.older])
                let reseal = ResealSecrets(control: gateway.control, databases: gateway.databases, sealing: both)
                let count = try await reseal.inControl(writing: true)
                #expect((count.old, count.current) == (2, 0))
                #expect(count.lost == ["signing_keys.sealed_private_key \(key.id)"])
                let left = try await gateway.rotateKeys.list().first { $0.id == key.id }
                #expect(left?.sealedPrivateKey == [UInt8](repeating: 1, count: 64))
            }
        }

        /// `table.column` of each column of bytes whose name says that it is sealed.
        private static func sealedColumns(in sql: String) -> [String] {
            var table = ""
            var found: [String] = []
            for line in sql.split(separator: "\n") {
                let words = line.split { " (),;".contains($0) }.map(String.init)
                if words.starts(with: ["CREATE", "TABLE"]) || words.starts(with: ["ALTER", "TABLE"]), words.count > 2 {
                    table = words[2]
                }
                if let column = words.firstIndex(where: { $0.hasPrefix("sealed_") }),
                    words.dropFirst(column + 1).first == "bytea"
                {
                    found.append("\(table).\(words[column])")
                }
            }
            return found
        }
    }
}
