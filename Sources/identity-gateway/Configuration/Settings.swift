import Encoding
import GatewayHTTP
import Postgres
import Secrets

/// What every command that touches a database needs.
struct DatabaseSettings {
    let database: PostgresConfiguration
    let sealing: Sealing

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        database = try source.required(.databaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
        sealing = try Self.sealing(from: source)
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

/// What the provisioning worker needs. Names of roles and databases begin with `gateway`.
struct ProvisioningSettings {
    static let namePrefix = "gateway"

    let database: PostgresConfiguration
    let sealing: Sealing

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        database = try Self.database(from: source)
        sealing = try DatabaseSettings.sealing(from: source)
    }

    static func database(from source: ConfigurationSource) throws(ConfigurationFault) -> PostgresConfiguration {
        try source.required(.provisioningDatabaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
    }
}

/// What the serving process needs.
struct ServeSettings {
    let databases: DatabaseSettings
    let direct: PostgresConfiguration
    let publicURL: PublicURL
    let listen: ListenAddress
    let managementListen: ListenAddress
    let tls: (certificate: String, key: String)?
    let trustedProxies: [AddressRange]
    let securityContact: String

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        guard try source.text(of: .provisioningDatabaseURL) == nil else {
            throw ConfigurationFault(
                .provisioningDatabaseURL,
                "is given to `serve`, which must not be able to create databases or roles; give it to `provision`"
            )
        }
        databases = try DatabaseSettings(from: source)
        direct =
            try source.value(of: .directDatabaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
            ?? databases.database
        publicURL = try source.required(.publicURL, fault: "is not an https address without path") {
            try? PublicURL($0)
        }
        let standard = ("127.0.0.1:8080", "127.0.0.1:9000")
        let listens = (try source.text(of: .listen), try source.text(of: .managementListen))
        guard let listen = ListenAddress(listens.0 ?? standard.0) else {
            throw ConfigurationFault(.listen, "is not a host and a port")
        }
        guard let managementListen = ListenAddress(listens.1 ?? standard.1) else {
            throw ConfigurationFault(.managementListen, "is not a host and a port")
        }
        (self.listen, self.managementListen) = (listen, managementListen)
        switch (try source.text(of: .tlsCertificate), try source.text(of: .tlsPrivateKey)) {
        case (let certificate?, let key?): tls = (certificate, key)
        case (nil, nil): tls = nil
        case (_?, nil): throw ConfigurationFault(.tlsPrivateKey, "is not set, though a certificate is")
        case (nil, _?): throw ConfigurationFault(.tlsCertificate, "is not set, though a private key is")
        }
        trustedProxies = try Self.ranges(.trustedProxies, from: source)
        _ = try Self.ranges(.outboundAllow, from: source)
        let from = try source.text(of: .mailFrom)
        securityContact = try source.text(of: .securityContact) ?? from.map { "mailto:\($0)" } ?? "\(publicURL)"
    }

    private static func ranges(
        _ key: ConfigurationKey,
        from source: ConfigurationSource
    ) throws(ConfigurationFault) -> [AddressRange] {
        try source.value(of: key, fault: "is not a comma-separated list of networks") { text in
            let ranges = text.split(separator: ",").map { AddressRange(String($0)) }
            return ranges.contains { $0 == nil } ? nil : ranges.compactMap(\.self)
        } ?? []
    }
}
