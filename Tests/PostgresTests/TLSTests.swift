import Postgres
import Secrets
import TestSupport
import Testing

/// TLS up to verify-full, against the private cluster, whose certificate is for `localhost` alone.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct TLSTests {
    private func withRole(_ body: (PrivatePostgres, PostgresConfiguration, String) async throws -> Void) async throws {
        let server = try await PrivatePostgres.shared()
        // A server that was given brings no certificate of ours.
        guard let authority = server.certificateAuthority else { return }
        let role = PrivatePostgres.freshName("tls")
        try await server.withDatabase { database in
            let administration = try await server.connect(database)
            try await administration.execute("CREATE ROLE \(unsafeSQL: role) LOGIN PASSWORD 'pw'")
            try await body(
                server,
                server.configuration(database: database.database, user: role, password: "pw"),
                authority
            )
            try await administration.execute("DROP ROLE \(unsafeSQL: role)")
            await administration.close()
        }
    }

    @Test func verifyFullAcceptsTheRightNameAndRoot() async throws {
        try await withRole { server, configuration, authority async throws in
            var configuration = configuration
            configuration.host = "localhost"
            configuration.sslMode = .verifyFull
            configuration.sslRootCertificate = authority
            let connection = try await server.connect(configuration)
            #expect(connection.isEncrypted)
            await connection.close()
        }
    }

    @Test func verifyFullRefusesAnotherName() async throws {
        try await withRole { server, configuration, authority async throws in
            var configuration = configuration
            configuration.host = "127.0.0.1"
            configuration.sslMode = .verifyFull
            configuration.sslRootCertificate = authority
            await #expect(throws: PostgresError(.connectFailed)) { try await server.connect(configuration) }
            configuration.sslMode = .verifyCA
            let connection = try await server.connect(configuration)
            #expect(connection.isEncrypted)
            await connection.close()
        }
    }

    @Test func verifyingWithoutTheRootIsRefused() async throws {
        try await withRole { server, configuration, _ async throws in
            var configuration = configuration
            configuration.host = "localhost"
            configuration.sslMode = .verifyFull
            configuration.sslRootCertificate = "/nonexistent/roots.pem"
            await #expect(throws: PostgresError(.connectFailed)) { try await server.connect(configuration) }
        }
    }

    @Test func disableSendsInTheClear() async throws {
        try await withRole { server, configuration, _ async throws in
            var configuration = configuration
            configuration.sslMode = .disable
            let connection = try await server.connect(configuration)
            #expect(!connection.isEncrypted)
            await connection.close()
        }
    }
}
