/// Every suite of the bench. A new one adds its line here.
enum BenchmarkList {
    /// The measurements of a suite are named after it: `token` has `token-verification` and `token-remembered`.
    static let suites: [(name: String, run: @Sendable () async throws -> [Measurement])] = [
        ("token", { try await TokenBenchmark.run() }),
        ("password", { try await PasswordBenchmark.run() }),
        ("postgres", { try await PostgresBenchmark.run() }),
        ("scim", { try SCIMBenchmark.run() }),
        ("saml", { try SAMLBenchmark.run() }),
        ("webauthn", { try WebAuthnBenchmark.run() }),
    ]
}
