import Postgres
package import Secrets

/// Where a workspace's database is and with which login it is entered.
package struct WorkspaceLocation: Sendable {
    package let host: String
    package let port: Int
    package let database: String
    package let user: String
    package let password: Secret<String>

    package init(host: String, port: Int, database: String, user: String, password: Secret<String>) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
    }

    /// The connection's settings: the place and the login from here, all else (TLS, limits) from the cluster's.
    func configuration(like cluster: PostgresConfiguration) -> PostgresConfiguration {
        var configuration = cluster.with(database: database, user: user, password: password)
        configuration.host = host
        configuration.port = port
        return configuration
    }
}
