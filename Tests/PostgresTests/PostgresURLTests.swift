import Postgres
import Secrets
import Testing

/// Database URLs, accepted and refused.
struct PostgresURLTests {
    @Test func readsEveryPart() throws {
        let configuration = try PostgresConfiguration(
            url: "postgresql://the%40user:p%3Aw%2F%40d@db.example:6543/my%20base?sslmode=verify-full&sslrootcert=/r.pem"
                + "&sslcert=/c.pem&sslkey=/k.pem&application_name=x&connect_timeout=3&statement_timeout=7&statement_cache_size=0"
        )
        #expect(configuration.host == "db.example")
        #expect(configuration.port == 6543)
        #expect(configuration.database == "my base")
        #expect(configuration.user == "the@user")
        #expect(configuration.password?.expose() == "p:w/@d")
        #expect(configuration.sslMode == .verifyFull)
        #expect(configuration.sslRootCertificate == "/r.pem")
        #expect(configuration.sslCertificate == "/c.pem")
        #expect(configuration.sslKey == "/k.pem")
        #expect(configuration.applicationName == "x")
        #expect(configuration.connectTimeout == .seconds(3))
        #expect(configuration.statementTimeout == .seconds(7))
        #expect(configuration.statementCacheSize == 0)
        #expect(!"\(configuration)".contains("p:w"))
    }

    @Test(arguments: [
        ("postgres://u@h/d", "h", 5432, "d"), ("postgres://u@h", "h", 5432, "u"),
        ("postgres://u@[::1]:7/d", "::1", 7, "d"), ("postgres://u@/d?host=/run/pg", "/run/pg", 5432, "d"),
        ("postgres://u@%2Frun%2Fpg:9/d", "/run/pg", 9, "d"), ("postgres://u:p@w@h/d", "h", 5432, "d"),
    ])
    func accepts(url: String, host: String, port: Int, database: String) throws {
        let configuration = try PostgresConfiguration(url: url)
        #expect(configuration.host == host)
        #expect(configuration.port == port)
        #expect(configuration.database == database)
    }

    @Test(arguments: [
        ("mysql://u@h/d", PostgresURLError.notPostgres), ("", .notPostgres), ("postgres://h/d", .missing("user")),
        ("postgres://u@/d", .missing("host")), ("postgres://u@h:0/d", .badValue("port")),
        ("postgres://u@h:65536/d", .badValue("port")), ("postgres://u@h:/d", .badValue("port")),
        ("postgres://u@[::1/d", .badValue("host")), ("postgres://u@[::1]x/d", .badValue("host")),
        ("postgres://u:%zz@h/d", .badEscape), ("postgres://u:%f@h/d", .badEscape), ("postgres://u:%00@h/d", .badEscape),
        ("postgres://u:%ff@h/d", .badEscape), ("postgres://u@h/d?sslmode=on", .badValue("sslmode")),
        ("postgres://u@h/d?sslmode=", .badValue("sslmode")),
        ("postgres://u@h/d?options=-c", .unknownParameter("options")),
        ("postgres://u@h/d?sslmode=require&sslmode=disable", .duplicateParameter("sslmode")),
        ("postgres://u@h/d?connect_timeout=0", .badValue("connect_timeout")),
        ("postgres://u@h/" + String(repeating: "d", count: 9_000), .tooLong),
    ])
    func refuses(url: String, error: PostgresURLError) {
        #expect(throws: error) { try PostgresConfiguration(url: url) }
    }
}
