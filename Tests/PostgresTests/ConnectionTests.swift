import Foundation
import Postgres
import Secrets
import TestSupport
import Testing

/// Statements on one connection, against a real server.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct ConnectionTests {
    @Test func bindsValuesAndReadsThemBack() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let id = UUID()
            let date = Date(timeIntervalSince1970: 1_790_000_000.123456)
            let hostile = "'; DROP TABLE people; -- \u{1F600}"
            let row = try #require(
                try await connection.query(
                    """
                    SELECT \(hostile) AS text, \(42) AS int, \(Int64.min) AS int64, \(Int32(-7)) AS int32, \(true) AS bool,
                        \(0.1) AS double, \(id) AS uuid, \([UInt8](0...255)) AS bytes, \(date) AS date,
                        \(["a", "", "ä,{}\\\""]) AS texts, \([id, UUID()]) AS uuids, \(String?.none)::text AS nothing,
                        \([String]()) AS none
                    """
                ).first
            )
            #expect(try row.decode("text", as: String.self) == hostile)
            #expect(try row.decode("int", as: Int.self) == 42)
            #expect(try row.decode("int64", as: Int64.self) == .min)
            #expect(try row.decode("int32", as: Int32.self) == -7)
            #expect(try row.decode("bool", as: Bool.self))
            #expect(try row.decode("double", as: Double.self) == 0.1)
            #expect(try row.decode("uuid", as: UUID.self) == id)
            #expect(try row.decode("bytes", as: [UInt8].self) == [UInt8](0...255))
            #expect(abs(try row.decode("date", as: Date.self).timeIntervalSince(date)) < 0.000_001)
            #expect(try row.decode("texts", as: [String].self) == ["a", "", "ä,{}\\\""])
            #expect(try row.decode("uuids", as: [UUID].self).first == id)
            #expect(try row.decode("nothing", as: String?.self) == nil)
            #expect(try row.decode("none", as: [String].self) == [])
        }
    }

    @Test func aDateSurvivesTheServerToTheMicrosecond() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let row = try #require(
                try await connection.query(
                    "SELECT timestamptz '2026-11-24 12:34:56.123457+00' AS moment"
                ).first
            )
            let moment: Date = try row.decode("moment")
            let same = try #require(
                try await connection.query(
                    "SELECT \(moment) = timestamptz '2026-11-24 12:34:56.123457+00' AS same"
                ).first
            )
            #expect(try same.decode("same", as: Bool.self))
        }
    }

    @Test func aFailedDecodingNamesColumnAndType() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let row = try #require(
                try await connection.query("SELECT 1::int8 AS number, NULL::text AS nothing, 1 AS twice, 2 AS twice")
                    .first
            )
            #expect(throws: PostgresError(.decoding(column: "number", type: "String", reason: .otherType(oid: 20)))) {
                try row.decode("number", as: String.self)
            }
            #expect(throws: PostgresError(.decoding(column: "number", type: "Int32", reason: .otherType(oid: 20)))) {
                try row.decode("number", as: Int32.self)
            }
            #expect(throws: PostgresError(.decoding(column: "nothing", type: "String", reason: .null))) {
                try row.decode("nothing", as: String.self)
            }
            #expect(throws: PostgresError(.decoding(column: "absent", type: "Int", reason: .noSuchColumn))) {
                try row.decode("absent", as: Int.self)
            }
            #expect(throws: PostgresError(.decoding(column: "twice", type: "Int32", reason: .twoColumnsOfThatName))) {
                try row.decode("twice", as: Int32.self)
            }
        }
    }

    @Test func aRefusalTellsStateAndConstraintAndHidesTheRest() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await connection.execute("CREATE TABLE people (name text CONSTRAINT one_name UNIQUE)")
            try await connection.execute("INSERT INTO people (name) VALUES (\("Ada Secret"))")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO people (name) VALUES (\("Ada Secret"))")
            }
            #expect(error?.kind == .server(sqlState: "23505", constraint: "one_name", table: "people"))
            #expect(error?.isUniqueViolation(of: "one_name") == true)
            #expect(error?.isUniqueViolation(of: "another") == false)
            #expect(error.map { "\($0)".contains("Ada") } == false)
            #expect(error?.debugDescription.contains("Ada Secret") == true)
        }
    }

    @Test func countsAffectedRows() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            #expect(try await connection.execute("CREATE TABLE numbers (n int)") == 0)
            #expect(try await connection.execute("INSERT INTO numbers SELECT generate_series(1, 10)") == 10)
            #expect(try await connection.execute("UPDATE numbers SET n = 0 WHERE n > \(7)") == 3)
            #expect(try await connection.execute("DELETE FROM numbers WHERE n = \(99)") == 0)
        }
    }

    @Test func refusesTextWithNULInsteadOfCuttingIt() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT \("before\0after") AS text")
            }
            #expect(error?.sqlState == "22021")
            #expect(try await connection.query("SELECT 1 AS one").count == 1)
        }
    }

    @Test func statementsOfManyTasksArePipelinedAndFailApart() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let answers = await withTaskGroup(of: (Int, Int?).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let rows = try? await connection.query("SELECT 1000 / \(number % 10) + \(number) AS answer")
                        return (number, try? rows?.first?.decode("answer", as: Int.self))
                    }
                }
                return await group.reduce(into: [Int: Int?]()) { $0[$1.0] = .some($1.1) }
            }
            for number in 0..<200 {
                let expected = number % 10 == 0 ? nil : 1000 / (number % 10) + number
                #expect(answers[number] == .some(expected))
            }
        }
    }

    @Test func aPipelineStandsOrFallsTogether() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await connection.execute("CREATE TABLE numbers (n int PRIMARY KEY)")
            let rows = try await connection.pipeline([
                "INSERT INTO numbers (n) VALUES (1)", "SELECT n FROM numbers", "SELECT \(5) AS five",
            ])
            #expect(rows.map(\.count) == [0, 1, 1])
            await #expect(throws: PostgresError.self) {
                try await connection.pipeline([
                    "INSERT INTO numbers (n) VALUES (2)", "INSERT INTO numbers (n) VALUES (1)",
                    "INSERT INTO numbers (n) VALUES (3)",
                ])
            }
            let left = try await connection.query("SELECT n FROM numbers")
            #expect(try left.map { try $0.decode("n", as: Int.self) } == [1])
            #expect(try await connection.pipeline([]).isEmpty)
        }
    }

    @Test func scriptsRunBetweenPipelinedStatements() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await connection.executeScript("CREATE TABLE a (n int); INSERT INTO a VALUES (1), (2); SELECT 3;")
            async let before = connection.query("SELECT n FROM a")
            async let script: Void = connection.executeScript("INSERT INTO a VALUES (3); SELECT n FROM a;")
            async let after = connection.query("SELECT 1 AS one")
            _ = try await (before, script, after)
            #expect(try await connection.query("SELECT n FROM a").count == 3)
            await #expect(throws: PostgresError(.server(sqlState: "42P01", constraint: nil, table: nil))) {
                try await connection.executeScript("INSERT INTO a VALUES (4); SELECT n FROM missing;")
            }
            #expect(try await connection.query("SELECT n FROM a").count == 3)
        }
    }

    @Test func largeValuesGoBothWays() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let bytes = [UInt8](repeating: 0xAB, count: 20 << 20)
            let rows = try await connection.query("SELECT \(bytes) AS bytes")
            #expect(try rows.first?.decode("bytes", as: [UInt8].self) == bytes)
        }
    }

    @Test func unknownHostsAndWrongPasswordsAreConnectFailures() async throws {
        let server = try await PrivatePostgres.shared()
        let wrong = server.configuration(database: "postgres", user: "nobody_here", password: "wrong")
        let error = await #expect(throws: PostgresError(.connectFailed)) { try await server.connect(wrong) }
        #expect(error.map { "\($0)".contains("nobody_here") } == false)
        var unknown = wrong
        unknown.host = "no-such-host.invalid"
        await #expect(throws: PostgresError(.connectFailed)) { try await server.connect(unknown) }
    }
}
