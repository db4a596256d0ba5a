import Credentials
import Encoding
import Postgres
import Secrets

/// What every command that touches a database needs.
struct DatabaseSettings {
    let database: PostgresConfiguration
    let clusters: ClusterSettings
    let sealing: Sealing
    let hashing: Argon2Parameters

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        database = try source.required(.databaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
        let provisioning =
            try source.text(of: .provisioningDatabaseURL) == nil ? nil : ProvisioningSettings.database(from: source)
        clusters = try Self.clusters(from: source, serving: database, provisioning: provisioning)
        sealing = try Self.sealing(from: source)
        hashing =
            try source.value(
                of: .passwordHashing,
                fault: "is not the cost of an Argon2id hash, or is weaker than \(Argon2Parameters.leastMemoryKiB) KiB"
                    + " and \(Argon2Parameters.leastWorkKiB) KiB over all passes, or beyond all measure"
            ) { Argon2Parameters(chosen: $0) } ?? .standard
    }

    static func clusters(
        from source: ConfigurationSource,
        serving: PostgresConfiguration,
        provisioning: PostgresConfiguration?
    ) throws(ConfigurationFault) -> ClusterSettings {
        let text = try source.text(of: .databaseClusters)
        do {
            return try ClusterSettings(text, serving: serving, provisioning: provisioning)
        } catch {
            throw ConfigurationFault(.databaseClusters, error.text)
        }
    }

    static func sealing(from source: ConfigurationSource) throws(ConfigurationFault) -> Sealing {
        try source.required(.appKey, fault: "is not one or more keys of 32 bytes in base64") { text in
            let keys = text.split(separator: ",", omittingEmptySubsequences: false).map { key in
                try? Base64.decode(String(key.trimming { $0 == " " }))
            }
            return try? Sealing(keys: keys.map { Secret($0 ?? []) })
        }
    }
}

extension Substring {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> Substring {
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
