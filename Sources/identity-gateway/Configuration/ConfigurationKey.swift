/// What may be configured: in the environment, or but for ``configFile`` itself in the file that it names. The reference that
/// `identity-gateway configuration` prints is made of it.
enum ConfigurationKey: String, CaseIterable {
    case configFile = "GATEWAY_CONFIG_FILE"
    case publicURL = "GATEWAY_PUBLIC_URL"
    case listen = "GATEWAY_LISTEN"
    case managementListen = "GATEWAY_MANAGEMENT_LISTEN"
    case tlsCertificate = "GATEWAY_TLS_CERTIFICATE"
    case tlsPrivateKey = "GATEWAY_TLS_PRIVATE_KEY"
    case databaseURL = "GATEWAY_DATABASE_URL"
    case directDatabaseURL = "GATEWAY_DIRECT_DATABASE_URL"
    case provisioningDatabaseURL = "GATEWAY_PROVISIONING_DATABASE_URL"
    case drainSeconds = "GATEWAY_DRAIN_SECONDS"
    case databaseClusters = "GATEWAY_DATABASE_CLUSTERS"
    case appKey = "GATEWAY_APP_KEY"
    case trustedProxies = "GATEWAY_TRUSTED_PROXIES"
    case outboundAllow = "GATEWAY_OUTBOUND_ALLOW"
    case mailURL = "GATEWAY_MAIL_URL"
    case mailFrom = "GATEWAY_MAIL_FROM"
    case securityContact = "GATEWAY_SECURITY_CONTACT"
    case passwordHashing = "GATEWAY_PASSWORD_HASHING"
    case attestationRoots = "GATEWAY_ATTESTATION_ROOTS"

    static let prefix = "GATEWAY_"

    /// The key under which a file is named that holds the value; secrets have one.
    var fileKey: String? {
        switch self {
        case .databaseURL, .directDatabaseURL, .provisioningDatabaseURL, .databaseClusters, .appKey, .mailURL:
            "\(rawValue)_FILE"
        default: nil
        }
    }

    var example: String {
        switch self {
        case .configFile: "/etc/identity-gateway/configuration.yaml"
        case .publicURL: "https://id.example.com"
        case .listen: "127.0.0.1:8080"
        case .managementListen: "127.0.0.1:9000"
        case .tlsCertificate: "/etc/identity-gateway/tls.crt"
        case .tlsPrivateKey: "/etc/identity-gateway/tls.key"
        case .databaseURL, .directDatabaseURL:
            "postgres://gateway_runtime:…@db.example.com/gateway_control?sslmode=verify-full"
        case .provisioningDatabaseURL:
            "postgres://gateway_provisioner:…@db.example.com/gateway_control?sslmode=verify-full"
        case .drainSeconds: "5"
        case .databaseClusters:
            #"[{"name": "eu-2", "region": "eu", "url": "postgres://db2.example.com?sslmode=verify-full", "ceiling": 500}]"#
        case .appKey: "the output of `openssl rand -base64 32`"
        case .trustedProxies: "10.0.0.0/8,fd00::/8"
        case .outboundAllow: "10.0.0.0/8"
        case .mailURL: "smtps://user:…@smtp.example.com"
        case .mailFrom: "no-reply@example.com"
        case .securityContact: "mailto:security@example.com"
        case .passwordHashing: "m=19456,t=2,p=1"
        case .attestationRoots: "/etc/identity-gateway/attestation-roots"
        }
    }

    /// What it decides, in a sentence.
    var meaning: String {
        switch self {
        case .configFile: "A YAML file with any of the other keys. The environment wins."
        case .publicURL:
            "The address that people and programs see; issuer of our tokens. https, unless the host is loopback."
        case .listen: "Host and port of the service. Default 127.0.0.1:8080."
        case .managementListen: "Host and port of health and metrics. Default 127.0.0.1:9000."
        case .tlsCertificate: "A PEM file: serve TLS 1.2 or later ourselves. Read again when it changes."
        case .tlsPrivateKey: "The PEM file of the certificate's key."
        case .databaseURL: "The control database, as the runtime role, which may create neither roles nor databases."
        case .directDatabaseURL: "The same by a way that is no pooler, for LISTEN. Default: DATABASE_URL."
        case .provisioningDatabaseURL:
            "A role that may create databases and roles: for `provision` and the command line only."
        case .drainSeconds:
            """
            Seconds from the signal to stop to the end of serving, in which readiness says no: 0 to 300. Default 5. Whoever \
            kills what does not stop has to wait 25 seconds more.
            """
        case .databaseClusters:
            """
            Further PostgreSQL clusters on which workspaces may live, as a JSON array: name, region, url, ceiling (the most \
            workspaces), and provisioning_url, which `serve` must not have. The control database's own is called main.
            """
        case .appKey: "32 bytes in base64 that seal secrets at rest; a comma-separated list: the first seals, all open."
        case .trustedProxies: "Networks whose X-Forwarded-For counts, read from the right."
        case .outboundAllow: "Private networks that requests to addresses which people typed in may reach."
        case .mailURL: "Where mail is handed in; in development the file URL of a folder."
        case .mailFrom: "The sender of our mail."
        case .securityContact: "Where flaws are reported, for security.txt. Default: the mail address of MAIL_FROM."
        case .passwordHashing:
            """
            What a new Argon2id hash costs: KiB of memory, passes, lanes; weaker ones are made anew at the next sign-in. \
            `hash calibrate` measures. Default m=19456,t=2,p=1.
            """
        case .attestationRoots:
            """
            A folder with the attestation roots of authenticators, a PEM file for each model, named AAGUID.pem: what workspaces \
            may demand of passkeys. Default: none, so that no make can be demanded.
            """
        }
    }
}

/// Why the program does not start: one line that names the key, the fault and an example, and no value.
struct ConfigurationFault: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ key: ConfigurationKey, _ fault: String) {
        description = "\(key.rawValue) \(fault) (example: \(key.example))"
    }

    /// For a key that is none of ours.
    ///
    /// - Parameter place: where it stands, such as a line of a file; nil for the environment.
    init(unknown key: String, at place: String? = nil) {
        let nearest = ConfigurationKey.nearest(to: key)
        description = """
            \(key)\(place.map { " (\($0))" } ?? "") is not a key of this program (example: \(nearest), the nearest one; \
            `identity-gateway configuration` lists all)
            """
    }
}

extension ConfigurationKey {
    /// The names under which the key is given in an environment.
    var names: [String] { [rawValue, fileKey].compactMap(\.self) }

    /// The name that a typing error most likely meant.
    static func nearest(to typed: String) -> String {
        let names = allCases.flatMap(\.names)
        return names.min { distance($0, typed) < distance($1, typed) } ?? configFile.rawValue
    }

    /// How many letters have to be put in, taken out or changed (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
