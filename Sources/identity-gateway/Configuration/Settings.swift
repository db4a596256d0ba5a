import Credentials
import Encoding
import GatewayHTTP
import Outbound
import Postgres
import Secrets
import WebAuthn
import WorkspaceDatabases
import Workspaces

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

/// What the serving process needs.
struct ServeSettings {
    private static let drains = 0...300
    /// A balancer that looks every two seconds has noticed.
    static let standardDrain: Double = 5

    let databases: DatabaseSettings
    let direct: PostgresConfiguration
    let publicURL: PublicURL
    let listen: ListenAddress
    let managementListen: ListenAddress
    let tls: (certificate: String, key: String)?
    let trustedProxies: [AddressRange]
    let drainSeconds: Double
    let securityContact: String
    /// What passkeys' makes can be proven by.
    let attestationRoots: AttestationRoots
    /// nil where mail is not set up: then it waits in the outboxes.
    let mail: MailSettings?

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        guard try source.text(of: .provisioningDatabaseURL) == nil else {
            throw ConfigurationFault(
                .provisioningDatabaseURL,
                "is given to `serve`, which must not be able to create databases or roles; give it to `provision`"
            )
        }
        databases = try DatabaseSettings(from: source)
        guard !databases.clusters.namesProvisioning else {
            throw ConfigurationFault(
                .databaseClusters,
                "gives `serve` a provisioning_url, which is for `provision` and the command line"
            )
        }
        direct =
            try source.value(of: .directDatabaseURL, fault: "is not a PostgreSQL address") { try? .init(url: $0) }
            ?? databases.database
        publicURL = try .configured(in: source)
        listen = try Self.address(.listen, standard: .service, from: source)
        managementListen = try Self.address(.managementListen, standard: .management, from: source)
        switch (try source.text(of: .tlsCertificate), try source.text(of: .tlsPrivateKey)) {
        case (let certificate?, let key?): tls = (certificate, key)
        case (nil, nil): tls = nil
        case (_?, nil): throw ConfigurationFault(.tlsPrivateKey, "is not set, though a certificate is")
        case (nil, _?): throw ConfigurationFault(.tlsCertificate, "is not set, though a private key is")
        }
        drainSeconds =
            try source.value(of: .drainSeconds, fault: "is not a number of seconds from 0 to 300") { text in
                Int(text).flatMap { Self.drains.contains($0) ? Double($0) : nil }
            } ?? Self.standardDrain
        trustedProxies = try Self.ranges(.trustedProxies, from: source)
        _ = try Self.ranges(.outboundAllow, from: source)
        let sender = try source.value(of: .mailFrom, fault: "is not a mail address") { EmailAddress($0) }
        mail = try MailSettings(from: source, sender: sender)
        let contact = try source.value(of: .securityContact, fault: "is not a mailto: or https: address") { text in
            let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return isPlain && ["mailto:", "https://"].contains { text.hasPrefix($0) } ? text : nil
        }
        attestationRoots = try AttestationRootFiles.read(source)
        securityContact = contact ?? sender.map { "mailto:\($0)" } ?? "\(publicURL)"
    }

    private static func address(
        _ key: ConfigurationKey,
        standard: ListenAddress,
        from source: ConfigurationSource
    ) throws(ConfigurationFault) -> ListenAddress {
        try source.value(of: key, fault: "is not a host and a port") { ListenAddress($0) } ?? standard
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

/// Where mail goes, and whom it is from.
struct MailSettings {
    let destination: MailDestination
    let sender: EmailAddress

    init?(from source: ConfigurationSource, sender: EmailAddress?) throws(ConfigurationFault) {
        let fault = "is not an address of smtp, smtps or file"
        guard let destination = try source.value(of: .mailURL, fault: fault, { MailDestination($0) }) else {
            return nil
        }
        guard let sender else { throw ConfigurationFault(.mailFrom, "is not set, though a mail server is") }
        (self.destination, self.sender) = (destination, sender)
    }
}
