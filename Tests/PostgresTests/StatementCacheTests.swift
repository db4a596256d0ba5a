import TestSupport
import Testing

@testable import Postgres

/// Prepared statements: the cache alone, and on a server.
struct StatementCacheTests {
    private let one = StatementCache.Key("SELECT 1 AS one")
    private let two = StatementCache.Key("SELECT 2 AS two")
    private let three = StatementCache.Key("SELECT 3 AS three")

    @Test func preparesOnceAndThenUsesTheName() {
        var cache = StatementCache(capacity: 2)
        #expect(cache.use(one, in: 1) == .prepareFirst(name: "s1"))
        #expect(cache.use(one, in: 1) == .prepared(name: "s1"))
        #expect(cache.use(one, in: 2) == .unnamed)
        cache.wasPrepared(one)
        #expect(cache.use(one, in: 3) == .prepared(name: "s1"))
    }

    @Test func theSameTextWithOtherTypesIsAnotherStatement() {
        #expect(StatementCache.Key("SELECT \(1) AS n") == StatementCache.Key("SELECT \(2) AS n"))
        #expect(StatementCache.Key("SELECT \(1) AS n") != StatementCache.Key("SELECT \("1") AS n"))
    }

    @Test func theLeastRecentlyUsedMakesRoom() {
        var cache = StatementCache(capacity: 2)
        for key in [one, two] {
            _ = cache.use(key, in: 1)
            cache.wasPrepared(key)
        }
        _ = cache.use(one, in: 2)
        #expect(cache.use(three, in: 3) == .prepareFirst(name: "s3"))
        #expect(cache.takeDropped() == ["s2"])
        #expect(cache.takeDropped() == [])
        cache.wasNotDropped("s2")
        #expect(cache.takeDropped() == ["s2"])
    }

    @Test func aRefusedPreparationFreesItsPlaceAndAStaleOneIsDropped() {
        var cache = StatementCache(capacity: 1)
        _ = cache.use(one, in: 1)
        cache.wasNotPrepared(one)
        #expect(cache.takeDropped() == [])
        _ = cache.use(two, in: 2)
        cache.wasPrepared(two)
        cache.isStale(two)
        #expect(cache.takeDropped() == ["s2"])
    }

    @Test func withoutCapacityNothingIsPrepared() {
        var cache = StatementCache(capacity: 0)
        #expect(cache.use(one, in: 1) == .unnamed)
    }

    @Test(.enabled(if: PrivatePostgres.isAvailable))
    func theServerHoldsNoMoreThanTheCache() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            var configuration = configuration
            configuration.statementCacheSize = 3
            let connection = try await server.connect(configuration)
            for number in 0..<10 {
                let rows = try await connection.query("SELECT \(number) AS n\(unsafeSQL: String(number))")
                #expect(rows.count == 1)
            }
            let count: SQL = "SELECT count(*) AS held FROM pg_prepared_statements"
            // What makes room is dropped behind the statement that needed it.
            _ = try await connection.query(count)
            let row = try await connection.query(count).first
            #expect(try row?.decode("held", as: Int.self) == 3)
            await connection.close()
        }
    }

    @Test(.enabled(if: PrivatePostgres.isAvailable))
    func aChangedTableFailsOnceAndIsPreparedAnew() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            try await connection.execute("CREATE TABLE t (n int)")
            try await connection.execute("INSERT INTO t (n) VALUES (1)")
            _ = try await connection.query("SELECT n FROM t")
            try await connection.execute("ALTER TABLE t ALTER COLUMN n TYPE bigint")
            _ = try? await connection.query("SELECT n FROM t")
            let row = try await connection.query("SELECT n FROM t").first
            #expect(try row?.decode("n", as: Int.self) == 1)
        }
    }
}
