import GatewayHTTP
import Postgres
import WebAuthn
import Workspaces

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
