import Postgres
import Secrets
import WorkspaceDatabases

/// What the provisioning worker needs. Names of roles and databases begin with `gateway`.
struct ProvisioningSettings {
    static let namePrefix = "gateway"

    let database: PostgresConfiguration
    let clusters: DatabaseClusters
    let sealing: Sealing

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        database = try Self.database(from: source)
        clusters = try DatabaseSettings.clusters(from: source, serving: database, provisioning: database).clusters
        sealing = try DatabaseSettings.sealing(from: source)
    }

    static func database(from source: ConfigurationSource) throws(ConfigurationFault) -> PostgresConfiguration {
        try source.required(.provisioningDatabaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
    }
}
