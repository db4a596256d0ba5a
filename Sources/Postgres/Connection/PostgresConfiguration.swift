package import Secrets

/// Where a database is and who enters it.
package struct PostgresConfiguration: Sendable {
    /// How far TLS is demanded (libpq documentation, 34.19.2). Only `verifyFull` knows whom it talks to.
    package enum SSLMode: String, Sendable, CaseIterable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// A host name, an address, or the folder of a Unix socket (which begins with a slash).
    package var host: String
    package var port: Int
    package var database: String
    package var user: String
    package var password: Secret<String>?
    package var sslMode: SSLMode
    /// A PEM file with the roots that the server's certificate must lead to; nil takes libpq's default, or `system`.
    package var sslRootCertificate: String?
    /// PEM files of our own certificate and its key, for servers that ask for one.
    package var sslCertificate: String?
    package var sslKey: String?
    /// What `pg_stat_activity` shows.
    package var applicationName: String
    /// For opening a connection, name resolution and authentication included.
    package var connectTimeout: Duration
    /// For each statement that brings no limit of its own.
    package var statementTimeout: Duration
    /// Prepared statements kept on each connection. 0 where a pooler stands between that does not carry them
    /// (pgbouncer before 1.21 in transaction mode).
    package var statementCacheSize: Int

    package static let defaultPort = 5432
    package static let defaultConnectTimeout: Duration = .seconds(10)
    package static let defaultStatementTimeout: Duration = .seconds(30)
    package static let defaultStatementCacheSize = 128

    package init(host: String, port: Int = defaultPort, database: String, user: String, password: Secret<String>? = nil)
    {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        sslMode = .prefer
        applicationName = "ontrackio"
        connectTimeout = Self.defaultConnectTimeout
        statementTimeout = Self.defaultStatementTimeout
        statementCacheSize = Self.defaultStatementCacheSize
    }

    /// The same server and settings, another database, another role.
    package func with(
        database: String? = nil,
        user: String? = nil,
        password: Secret<String>? = nil
    ) -> PostgresConfiguration {
        var copy = self
        copy.database = database ?? self.database
        if let user {
            copy.user = user
            copy.password = password
        } else if let password {
            copy.password = password
        }
        return copy
    }
}
