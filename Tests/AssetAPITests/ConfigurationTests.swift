import Postgres
import Secrets
import Testing
import TokenVerification

@testable import asset_api

@Suite
struct ConfigurationTests {
    private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let serving = [
        "ASSETS_LISTEN": "127.0.0.1:8081",
        "ASSETS_DATABASE_URL": "postgres://assets_runtime:hunter2@db.example.com/assets_control?sslmode=verify-full",
        "ASSETS_APP_KEY": key,
        "ASSETS_ISSUER": "https://id.example.com",
        "ASSETS_AUDIENCE": "asset-api",
        "ASSETS_CLIENT_ID": "3b7c",
        "ASSETS_CLIENT_SECRET": "ogk_hunter2",
        "ASSETS_REVOCATION_BOUND_SECONDS": "60",
        "PATH": "/usr/bin",
    ]

    private struct NoFile: Error {}

    private func settings(
        files: [String: String] = [:],
        _ change: (inout [String: String]) -> Void = { _ in }
    ) throws(ConfigurationFault) -> ServeSettings {
        var environment = Self.serving
        change(&environment)
        let source = try ConfigurationSource(environment: environment) { path in
            guard let content = files[path] else { throw NoFile() }
            return content
        }
        return try ServeSettings(from: source)
    }

    @Test
    func readsTheEnvironment() throws {
        let settings = try settings()
        #expect(settings.listen == ListenAddress("127.0.0.1:8081"))
        #expect(settings.database.host == "db.example.com")
        #expect(settings.database.database == "assets_control")
        #expect(settings.gateway.issuer == "https://id.example.com")
        #expect(settings.audience == "asset-api")
        #expect(settings.credentials.id == "3b7c")
        #expect(settings.revocationBoundSeconds == 60)
    }

    @Test
    func hasStandardsForWhatIsNoSecretAndNoAddress() throws {
        let settings = try settings { environment in
            for key in ["LISTEN", "AUDIENCE", "REVOCATION_BOUND_SECONDS"] { environment["ASSETS_\(key)"] = nil }
        }
        #expect(settings.listen == ListenAddress("127.0.0.1:8081"))
        #expect(settings.audience == "asset-api")
        #expect(settings.revocationBoundSeconds == 60)
    }

    @Test
    func readsSecretsFromFiles() throws {
        let settings = try settings(files: [
            "/run/secrets/url": "postgres://r:pw@db/assets\n", "/run/secrets/key": Self.key,
        ]) {
            $0["ASSETS_DATABASE_URL"] = nil
            $0["ASSETS_DATABASE_URL_FILE"] = "/run/secrets/url"
            $0["ASSETS_APP_KEY"] = nil
            $0["ASSETS_APP_KEY_FILE"] = "/run/secrets/key"
        }
        #expect(settings.database.host == "db")
        #expect(settings.database.database == "assets")
    }

    /// A list of app keys: what the old one sealed, the new list opens.
    @Test
    func takesSeveralAppKeys() throws {
        let sealed = try settings().sealing.seal([1, 2, 3], for: "test")
        let rotated = try settings {
            $0["ASSETS_APP_KEY"] = "\(String(Self.key.reversed().drop { $0 == "=" }))=,\(Self.key)"
        }
        #expect(try rotated.sealing.open(sealed, for: "test") == [1, 2, 3])
    }

    @Test(arguments: [
        ("ASSETS_LISTEN", "8081"), ("ASSETS_LISTEN", "localhost"), ("ASSETS_LISTEN", "localhost:"),
        ("ASSETS_LISTEN", ":8081"), ("ASSETS_LISTEN", "localhost:+80"), ("ASSETS_LISTEN", "localhost:65536"),
        ("ASSETS_LISTEN", "::1:80"), ("ASSETS_LISTEN", "a b:80"),
        ("ASSETS_DATABASE_URL", "mysql://db/x"), ("ASSETS_DATABASE_URL", ""),
        ("ASSETS_APP_KEY", ""), ("ASSETS_APP_KEY", "c2hvcnQ="), ("ASSETS_APP_KEY", "\(key),"),
        ("ASSETS_APP_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"),
        ("ASSETS_ISSUER", "http://id.example.com"), ("ASSETS_ISSUER", "https://id.example.com/"),
        ("ASSETS_ISSUER", "id.example.com"), ("ASSETS_AUDIENCE", ""), ("ASSETS_AUDIENCE", "asset api"),
        ("ASSETS_CLIENT_SECRET", ""), ("ASSETS_REVOCATION_BOUND_SECONDS", "0"),
        ("ASSETS_REVOCATION_BOUND_SECONDS", "+60"), ("ASSETS_REVOCATION_BOUND_SECONDS", "60s"),
        ("ASSETS_REVOCATION_BOUND_SECONDS", "3600"),
    ])
    func refusesBadValuesByName(key: String, value: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = value } }
        #expect(fault.key == key)
        #expect(fault.example != nil)
        #expect(!fault.description.contains("\n"))
    }

    @Test(arguments: [
        "ASSETS_DATABASE_URL", "ASSETS_APP_KEY", "ASSETS_ISSUER", "ASSETS_CLIENT_ID", "ASSETS_CLIENT_SECRET",
    ])
    func refusesToStartWithout(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = nil } }
        #expect(fault.key == key)
        #expect(fault.description.contains("is not set"))
    }

    @Test(arguments: ["ASSETS_LISTN", "ASSETS_ISSUER_FILE", "ASSETS_", "ASSETS_listen"])
    func refusesUnknownKeys(key: String) {
        #expect(throws: ConfigurationFault(unknown: key)) { try settings { $0[key] = "x" } }
    }

    @Test
    func refusesASecretGivenTwice() throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try settings { $0["ASSETS_APP_KEY_FILE"] = "/key" }
        }
        #expect(fault.key == "ASSETS_APP_KEY")
    }

    @Test
    func refusesAFileThatIsNotThere() throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try settings {
                $0["ASSETS_APP_KEY"] = nil
                $0["ASSETS_APP_KEY_FILE"] = "/key"
            }
        }
        #expect(fault.key == "ASSETS_APP_KEY")
    }

    @Test(arguments: ["ASSETS_PROVISIONING_DATABASE_URL", "ASSETS_PROVISIONING_DATABASE_URL_FILE"])
    func refusesToServeWithThePowerToProvision(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = "postgres://p@db/x" } }
        #expect(fault.key == "ASSETS_PROVISIONING_DATABASE_URL")
    }

    @Test(arguments: ["ASSETS_DATABASE_URL", "ASSETS_APP_KEY", "ASSETS_CLIENT_SECRET", "ASSETS_ISSUER"])
    func tellsNoValue(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = "hunter2 hunter2" } }
        #expect(!fault.description.contains("hunter2"))
    }
}
