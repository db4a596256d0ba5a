import Postgres
import TestSupport
import Testing

/// The ledger of migrations.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct MigrationTests {
    private static let first = Migration(id: "T0001_first", sql: "CREATE TABLE a (n int); CREATE TABLE b (n int);")
    private static let second = Migration(id: "T0002_second", sql: "ALTER TABLE a ADD COLUMN m text;")

    @Test func appliesEachOnceAndInOrder() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            #expect(try await MigrationRunner.migrate(connection, migrations: [Self.first]) == ["T0001_first"])
            let both = [Self.first, Self.second]
            #expect(try await MigrationRunner.migrate(connection, migrations: both) == ["T0002_second"])
            #expect(try await MigrationRunner.migrate(connection, migrations: both) == [])
            #expect(try await connection.query("SELECT n, m FROM a").isEmpty)
        }
    }

    @Test func tellsWhichAreMissing() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let both = [Self.first, Self.second]
            #expect(try await MigrationRunner.missing(both, in: connection) == ["T0001_first", "T0002_second"])
            try await MigrationRunner.migrate(connection, migrations: [Self.first])
            #expect(try await MigrationRunner.missing(both, in: connection) == ["T0002_second"])
            try await MigrationRunner.migrate(connection, migrations: both)
            #expect(try await MigrationRunner.missing(both, in: connection).isEmpty)
            // A newer program was here: what this one needs is there.
            #expect(try await MigrationRunner.missing([Self.first], in: connection).isEmpty)
            let edited = Migration(id: Self.first.id, sql: Self.first.sql + " ")
            await #expect(throws: PostgresError(.migration(id: "T0001_first", .edited))) {
                try await MigrationRunner.missing([edited], in: connection)
            }
        }
    }

    @Test func refusesAnEditedOne() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await MigrationRunner.migrate(connection, migrations: [Self.first])
            let edited = Migration(id: Self.first.id, sql: Self.first.sql + " ")
            await #expect(throws: PostgresError(.migration(id: "T0001_first", .edited))) {
                try await MigrationRunner.migrate(connection, migrations: [edited])
            }
        }
    }

    @Test func refusesADatabaseOfANewerProgram() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await MigrationRunner.migrate(connection, migrations: [Self.first, Self.second])
            await #expect(throws: PostgresError(.migration(id: "T0002_second", .unknown))) {
                try await MigrationRunner.migrate(connection, migrations: [Self.first])
            }
        }
    }

    @Test func refusesOneThatComesTooLate() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await MigrationRunner.migrate(
                connection,
                migrations: [Self.second].map { Migration(id: $0.id, sql: "") }
            )
            await #expect(throws: PostgresError(.migration(id: "T0001_first", .outOfOrder))) {
                try await MigrationRunner.migrate(
                    connection,
                    migrations: [Self.first, Migration(id: Self.second.id, sql: "")]
                )
            }
            await #expect(throws: PostgresError(.migration(id: "T0001_first", .outOfOrder))) {
                try await MigrationRunner.migrate(connection, migrations: [Self.second, Self.first])
            }
        }
    }

    @Test func aFailedOneLeavesNothingOfTheWholeRun() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let broken = Migration(id: "T0003_broken", sql: "CREATE TABLE c (n int); SELECT nonsense;")
            await #expect(throws: PostgresError.self) {
                try await MigrationRunner.migrate(connection, migrations: [Self.first, broken])
            }
            let row = try await connection.query("SELECT to_regclass('a') IS NULL AS absent").first
            #expect(try row?.decode("absent", as: Bool.self) == true)
            #expect(try await MigrationRunner.migrate(connection, migrations: [Self.first]) == ["T0001_first"])
        }
    }

    @Test func severalProgramsAtOnceApplyEachOnce() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        let connection = try await server.connect(configuration)
                        let applied = try await MigrationRunner.migrate(
                            connection,
                            migrations: [Self.first, Self.second]
                        )
                        await connection.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied == ["T0001_first", "T0002_second"])
        }
    }
}
