/// Which connections are alike: the same server, database and role.
///
/// Passwords and TLS settings are not part of it: an open connection was let in already, and the configuration given last
/// opens the next. So whoever may name a database and a role to the pool is trusted with them.
package struct PostgresPoolKey: Hashable, Sendable {
    package let host: String
    package let port: Int
    package let database: String
    package let user: String

    package init(_ configuration: PostgresConfiguration) {
        host = configuration.host
        port = configuration.port
        database = configuration.database
        user = configuration.user
    }
}
