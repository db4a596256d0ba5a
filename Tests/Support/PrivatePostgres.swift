package import BoundedWorkers
import Foundation
package import Postgres
import Secrets
import Synchronization

/// The PostgreSQL server of a test process: the one that `TEST_DATABASE_URL` names (as a superuser), else a throw-away
/// cluster of its own, which goes when the process ends, however it ends.
///
/// In the cluster of its own, only the superuser on the Unix socket is trusted; every other role proves its password by
/// SCRAM. It speaks TLS with a certificate for `localhost`.
package final class PrivatePostgres: Sendable {
    /// As superuser, on the maintenance database.
    package let superuser: PostgresConfiguration
    /// Where roles with passwords connect by TCP, with the superuser's database.
    package let tcpHost: String
    package let tcpPort: Int
    /// The PEM file of the authority that signed the server's certificate; nil for a server that was given.
    package let certificateAuthority: String?
    package let workers: BoundedWorkers

    private static let lastDatabase = Atomic<Int>(0)

    /// The server, started at the first call.
    package static func shared() async throws -> PrivatePostgres {
        // Starting one blocks for a second or two: not on the tests' own threads.
        try await starters.run { try server.get() }
    }

    /// Whether there is a server to test with.
    package static let isAvailable =
        ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] != nil || PrivateCluster.binaries != nil

    private static let starters = BoundedWorkers(name: "test-postgres-start", threads: 1, queue: 1_000)
    private static let server = Result { try PrivatePostgres() }

    private init() throws {
        workers = BoundedWorkers(name: "test-postgres", threads: 4, queue: 1_000)
        if let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] {
            superuser = try PostgresConfiguration(url: url)
            tcpHost = superuser.host
            tcpPort = superuser.port
            certificateAuthority = nil
        } else {
            let cluster = try PrivateCluster()
            superuser = PostgresConfiguration(
                host: cluster.folder,
                port: cluster.port,
                database: "postgres",
                user: "postgres"
            )
            tcpHost = "127.0.0.1"
            tcpPort = cluster.port
            certificateAuthority = cluster.certificateAuthority
        }
    }

    package func connect(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
        try await PostgresConnection.connect(configuration, workers: workers)
    }

    /// How a role with a password connects: by TCP.
    package func configuration(database: String, user: String, password: String) -> PostgresConfiguration {
        var configuration = superuser.with(database: database, user: user, password: Secret(password))
        configuration.host = tcpHost
        configuration.port = tcpPort
        return configuration
    }

    /// A name that no other test of this process, nor another process on the same server, uses.
    package static func freshName(_ prefix: String = "test") -> String {
        let number = lastDatabase.add(1, ordering: .relaxed).newValue
        return "\(prefix)_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
    }

    /// Gives `body` an empty database of its own, as superuser, and drops it afterwards.
    package func withDatabase<R>(_ body: (PostgresConfiguration) async throws -> R) async throws -> R {
        let name = Self.freshName()
        let administration = try await connect(superuser)
        try await administration.execute("CREATE DATABASE \(unsafeSQL: SQL.identifier(name))")
        let result: R
        do {
            result = try await body(superuser.with(database: name))
        } catch {
            try await administration.execute("DROP DATABASE \(unsafeSQL: SQL.identifier(name)) WITH (FORCE)")
            throw error
        }
        try await administration.execute("DROP DATABASE \(unsafeSQL: SQL.identifier(name)) WITH (FORCE)")
        await administration.close()
        return result
    }

    /// Gives `body` a connection to an empty database of its own.
    package func withConnection<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        try await withDatabase { configuration in
            let connection = try await connect(configuration)
            let result: R
            do {
                result = try await body(connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
            return result
        }
    }
}
