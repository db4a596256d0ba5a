import Credentials
import Encoding
import GatewayHTTP
import Postgres
import TestSupport
import Testing
import WebAuthn

@testable import identity_gateway

/// The keys of the environment, and of the YAML file that it names.
@Suite struct ConfigurationTests {
    private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let path = "/etc/gateway.yaml"
    private static let serving = [
        "GATEWAY_PUBLIC_URL": "https://id.example.com",
        "GATEWAY_DATABASE_URL": "postgres://gateway_runtime:hunter2@db.example.com/gateway_control?sslmode=verify-full",
        "GATEWAY_APP_KEY": key,
        "PATH": "/usr/bin",
    ]
    /// The same in a file, in the manner of YAML.
    private static let file = """
        # The gateway of Example.
        public_url: https://id.example.com
        database_url: postgres://gateway_runtime:hunter2@db.example.com/gateway_control?sslmode=verify-full
        app_key:
          - \(key)
        listen: "127.0.0.1:8443"
        trusted_proxies: [10.0.0.0/8, 'fd00::/8']
        """

    private struct NoFile: Error {}

    private func source(
        _ environment: [String: String],
        files: [String: String] = [:]
    ) throws(ConfigurationFault) -> ConfigurationSource {
        try ConfigurationSource(environment: environment) { path in
            guard let content = files[path] else { throw NoFile() }
            return content
        } listFolder: { folder in
            let names = files.keys.filter { $0.hasPrefix("\(folder)/") }.map { String($0.dropFirst(folder.count + 1)) }
            guard !names.isEmpty else { throw NoFile() }
            return names
        }
    }

    private func settings(
        files: [String: String] = [:],
        _ change: (inout [String: String]) -> Void = { _ in }
    ) throws(ConfigurationFault) -> ServeSettings {
        var environment = Self.serving
        change(&environment)
        return try ServeSettings(from: try source(environment, files: files))
    }

    /// With the file alone, and what `change` puts into the environment besides.
    private func settings(
        file: String,
        files: [String: String] = [:],
        _ change: (inout [String: String]) -> Void = { _ in }
    ) throws(ConfigurationFault) -> ServeSettings {
        var environment = ["GATEWAY_CONFIG_FILE": Self.path]
        change(&environment)
        return try ServeSettings(from: try source(environment, files: files.merging([Self.path: file]) { $1 }))
    }

    // MARK: Environment

    @Test func readsTheEnvironment() throws {
        let settings = try settings {
            $0["GATEWAY_LISTEN"] = "0.0.0.0:8443"
            $0["GATEWAY_PASSWORD_HASHING"] = "m=65536,t=3,p=1"
        }
        #expect(settings.publicURL.description == "https://id.example.com")
        #expect(settings.listen == ListenAddress("0.0.0.0:8443"))
        #expect(settings.managementListen == ListenAddress("127.0.0.1:9000"))
        #expect(settings.databases.database.host == "db.example.com")
        #expect(settings.direct.host == "db.example.com")
        #expect(settings.databases.hashing == Argon2Parameters(memoryKiB: 65_536, passes: 3, lanes: 1))
        #expect(settings.tls == nil)
    }

    @Test func readsSecretsFromFiles() throws {
        let url = "postgres://gateway_runtime:hunter2@other.example.com/gateway_control"
        let settings = try settings(files: ["/run/url": "\(url)\n", "/run/key": "\(Self.key)\n"]) {
            $0["GATEWAY_DATABASE_URL"] = nil
            $0["GATEWAY_DATABASE_URL_FILE"] = "/run/url"
            $0["GATEWAY_APP_KEY"] = nil
            $0["GATEWAY_APP_KEY_FILE"] = "/run/key"
        }
        #expect(settings.databases.database.host == "other.example.com")
    }

    @Test(arguments: [
        ("GATEWAY_PUBLIC_URL", "http://id.example.com"), ("GATEWAY_PUBLIC_URL", "https://id.example.com/path"),
        ("GATEWAY_LISTEN", "8080"), ("GATEWAY_LISTEN", "localhost:"), ("GATEWAY_LISTEN", "localhost:65536"),
        ("GATEWAY_MANAGEMENT_LISTEN", "a b:80"), ("GATEWAY_DATABASE_URL", "mysql://db/x"),
        ("GATEWAY_DIRECT_DATABASE_URL", ""), ("GATEWAY_APP_KEY", ""), ("GATEWAY_APP_KEY", "c2hvcnQ="),
        ("GATEWAY_APP_KEY", "\(key),"), ("GATEWAY_TRUSTED_PROXIES", "10.0.0.0/8;fd00::/8"),
        ("GATEWAY_TRUSTED_PROXIES", "10.0.0.0/33"), ("GATEWAY_OUTBOUND_ALLOW", "everywhere"),
        ("GATEWAY_MAIL_URL", "http://smtp.example.com"), ("GATEWAY_MAIL_FROM", "nobody"),
        ("GATEWAY_SECURITY_CONTACT", "security@example.com"), ("GATEWAY_SECURITY_CONTACT", "mailto:a\nb@example.com"),
        ("GATEWAY_PASSWORD_HASHING", "m=1024,t=2,p=1"), ("GATEWAY_PASSWORD_HASHING", "m=19456,t=1,p=1"),
        ("GATEWAY_PASSWORD_HASHING", "m=19456, t=2, p=1"), ("GATEWAY_PASSWORD_HASHING", "m=+19456,t=2,p=1"),
        ("GATEWAY_PASSWORD_HASHING", "m=4194304,t=2,p=1"), ("GATEWAY_TLS_CERTIFICATE", "/etc/tls.crt"),
    ])
    func refusesBadValuesByName(key: String, value: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = value } }
        // Of a pair that belongs together, the one that is missing is named.
        #expect(fault.description.hasPrefix(key == "GATEWAY_TLS_CERTIFICATE" ? "GATEWAY_TLS_PRIVATE_KEY " : "\(key) "))
        #expect(fault.description.contains("(example: "))
        #expect(!fault.description.contains("\n"))
    }

    @Test(arguments: ["GATEWAY_PUBLIC_URL", "GATEWAY_DATABASE_URL", "GATEWAY_APP_KEY"])
    func refusesToStartWithout(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = nil } }
        #expect(fault.description.hasPrefix("\(key) is not set (example: "))
    }

    @Test(arguments: [
        ("GATEWAY_LISTN", "GATEWAY_LISTEN"), ("GATEWAY_APP_KEYS", "GATEWAY_APP_KEY"),
        ("GATEWAY_DATABASE_URL_FLIE", "GATEWAY_DATABASE_URL_FILE"), ("GATEWAY_listen", "GATEWAY_LISTEN"),
        ("GATEWAY_PUBLIC_URL_FILE", "GATEWAY_PUBLIC_URL"),
    ])
    func refusesUnknownKeysAndNamesTheNearest(key: String, nearest: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = "x" } }
        #expect(fault.description.hasPrefix("\(key) is not a key of this program (example: \(nearest), "))
    }

    @Test func refusesASecretGivenTwice() throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try settings(files: ["/key": Self.key]) { $0["GATEWAY_APP_KEY_FILE"] = "/key" }
        }
        #expect(fault.description.hasPrefix("GATEWAY_APP_KEY is given twice"))
    }

    @Test(arguments: ["GATEWAY_PROVISIONING_DATABASE_URL", "GATEWAY_PROVISIONING_DATABASE_URL_FILE"])
    func refusesToServeWithThePowerToProvision(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try settings(files: ["postgres://p@db/x": "postgres://p@db/x"]) { $0[key] = "postgres://p@db/x" }
        }
        #expect(fault.description.hasPrefix("GATEWAY_PROVISIONING_DATABASE_URL is given to `serve`"))
    }

    @Test(arguments: ["GATEWAY_PUBLIC_URL", "GATEWAY_DATABASE_URL", "GATEWAY_APP_KEY", "GATEWAY_MAIL_URL"])
    func tellsNoValue(key: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings { $0[key] = "hunter2 hunter2" } }
        #expect(!fault.description.contains("hunter2"))
    }

    // MARK: File

    @Test func readsTheFile() throws {
        let settings = try settings(file: Self.file)
        #expect(settings.publicURL.description == "https://id.example.com")
        #expect(settings.listen == ListenAddress("127.0.0.1:8443"))
        #expect(settings.databases.database.host == "db.example.com")
        #expect(settings.trustedProxies.count == 2)
    }

    @Test func letsTheEnvironmentWin() throws {
        let settings = try settings(file: "\(Self.file)\napp_key_file: /missing") {
            $0["GATEWAY_LISTEN"] = "127.0.0.1:1"
            // In one layer a value and a file would be two; another layer's are not looked at.
            $0["GATEWAY_APP_KEY"] = Self.key
        }
        #expect(settings.listen == ListenAddress("127.0.0.1:1"))
    }

    @Test(arguments: ["listen", "LISTEN", "GATEWAY_LISTEN", "gateway_listen"])
    func takesAKeyInEachDress(name: String) throws {
        let file = Self.file.split(separator: "\n").filter { !$0.hasPrefix("listen") }.joined(separator: "\n")
        #expect(try settings(file: "\(file)\n\(name): '[::1]:80'").listen == ListenAddress("[::1]:80"))
    }

    @Test func readsSecretsFromFilesThatTheFileNames() throws {
        let file = Self.file.replacing("app_key:\n  - \(Self.key)", with: "app_key_file: /run/key")
        _ = try settings(file: file, files: ["/run/key": Self.key])
        let fault = try #require(throws: ConfigurationFault.self) { try settings(file: file) }
        #expect(fault.description.hasPrefix("GATEWAY_APP_KEY names a file that can't be read"))
    }

    /// An empty file, or one of comments, says nothing.
    @Test(arguments: ["", "\n", "# nothing yet\n", "---\n"])
    func takesAnEmptyFile(text: String) throws {
        let settings = try settings(files: [Self.path: text]) { $0["GATEWAY_CONFIG_FILE"] = Self.path }
        #expect(settings.listen == .service)
    }

    @Test(arguments: [
        ("listn: x", "listn (/etc/gateway.yaml, line 8) is not a key of this program (example: GATEWAY_LISTEN,"),
        ("config_file: /other.yaml", "config_file (/etc/gateway.yaml, line 8) is not a key"),
        ("l\u{131}sten: 127.0.0.1:80", "l\u{131}sten (/etc/gateway.yaml, line 8) is not a key"),
        ("1: x", "1 (/etc/gateway.yaml, line 8) is not a key"),
        ("LISTEN: 127.0.0.1:80", "GATEWAY_LISTEN is given twice (/etc/gateway.yaml, line 8)"),
        ("listen: 127.0.0.1:80", "GATEWAY_CONFIG_FILE names a file that is no YAML"),
        ("mail_from:", "GATEWAY_MAIL_FROM has no value (/etc/gateway.yaml, line 8)"),
        ("mail_from: {name: a}", "GATEWAY_MAIL_FROM is neither text nor a list of texts"),
        ("mail_from: [[a]]", "GATEWAY_MAIL_FROM is a list of more than texts"),
        ("mail_from: no", "GATEWAY_MAIL_FROM is not a mail address (example: no-reply@example.com)"),
        ("? [listen]\n: x", "GATEWAY_CONFIG_FILE names a file with a key that is no text"),
        ("mail_from: 'a", "GATEWAY_CONFIG_FILE names a file that is no YAML (/etc/gateway.yaml, line 9: "),
        ("---\nlisten: x", "GATEWAY_CONFIG_FILE names a file that is no YAML"),
        ("mail_from: *nobody", "GATEWAY_CONFIG_FILE names a file that is no YAML (/etc/gateway.yaml, line 8"),
    ])
    func refusesByLineWhatIsWrongInTheFile(line: String, fault expected: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings(file: "\(Self.file)\n\(line)\n") }
        #expect(fault.description.hasPrefix(expected))
        #expect(!fault.description.contains("\n"))
        #expect(!fault.description.contains("hunter2"))
    }

    @Test(arguments: ["- public_url", "just words", "42"])
    func refusesWhatIsNoMapping(text: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try settings(file: text) }
        #expect(fault.description.hasPrefix("GATEWAY_CONFIG_FILE names a file that is not `key: value` lines"))
    }

    @Test func refusesAFileThatIsNotThereOrTooLong() throws {
        let missing = try #require(throws: ConfigurationFault.self) {
            try settings { $0["GATEWAY_CONFIG_FILE"] = "/missing.yaml" }
        }
        #expect(missing.description.hasPrefix("GATEWAY_CONFIG_FILE names a file that can't be read as text (example: "))
        let comment = String(repeating: "#", count: ConfigurationFile.maximumBytes)
        #expect(throws: ConfigurationFault.self) { try settings(file: "\(comment)\n\(Self.file)") }
    }

    // MARK: Attestation roots

    private static let model = "2fc0579f-8113-47ea-b116-bb5a8db9202a"

    private static func pem(_ bytes: [UInt8], as type: String = "CERTIFICATE") -> String {
        let text = Array(Base64.encode(bytes))
        let lines = stride(from: 0, to: text.count, by: 64).map { String(text[$0..<min($0 + 64, text.count)]) }
        return "-----BEGIN \(type)-----\n\(lines.joined(separator: "\n"))\n-----END \(type)-----\n"
    }

    private func roots(_ files: [String: String]) throws -> AttestationRoots {
        try settings(files: Dictionary(uniqueKeysWithValues: files.map { ("/roots/\($0)", $1) })) {
            $0["GATEWAY_ATTESTATION_ROOTS"] = "/roots"
        }.attestationRoots
    }

    @Test func readsAttestationRootsByModel() throws {
        #expect(try settings().attestationRoots.models.isEmpty)
        let certificate = try CertificateForge.Authority(name: "Root").certificate()
        let pem = Self.pem(certificate)
        let roots = try roots([
            "\(Self.model).pem": pem + pem, "00000000-0000-0000-0000-000000000000.pem": pem, "..data": "mounted",
        ])
        #expect(roots.models.map(\.description).sorted() == ["00000000-0000-0000-0000-000000000000", Self.model])
    }

    @Test func refusesOtherFilesInItsPlace() throws {
        let certificate = try CertificateForge.Authority(name: "Root").certificate()
        let pem = Self.pem(certificate)
        let folders: [([String: String], String)] = [
            ([:], "names no folder"), (["..data": "x"], "has not 1 to"), (["roots.pem": pem], "has a file roots.pem,"),
            (["\(Self.model).crt": pem], "has a file \(Self.model).crt,"),
            (["\(Self.model).pem": pem, "\(Self.model.uppercased()).pem": pem], "has a file \(Self.model).pem,"),
            (["\(Self.model).pem": ""], "that holds no certificates"),
            (["\(Self.model).pem": Self.pem(certificate, as: "PRIVATE KEY")], "that holds no certificates"),
            (["\(Self.model).pem": Self.pem([0x30, 0x00])], "has a certificate that can't be read"),
            (["\(Self.model).pem": String(repeating: pem, count: 200)], "that holds no certificates"),
        ]
        for (files, words) in folders {
            let fault = try #require(throws: ConfigurationFault.self) { try roots(files) }
            #expect(fault.description.hasPrefix("GATEWAY_ATTESTATION_ROOTS "))
            #expect(fault.description.contains(words), "\(fault)")
        }
    }

    @Test func describesEveryKey() {
        for key in ConfigurationKey.allCases {
            #expect(key.rawValue.hasPrefix(ConfigurationKey.prefix))
            #expect(!key.meaning.isEmpty && !key.meaning.contains("\n"))
            #expect(!key.example.isEmpty && !key.example.contains("\n"))
        }
    }
}
