/// What the environment may tell this program.
enum ConfigurationKey: String, CaseIterable {
    case listen = "ASSETS_LISTEN"
    case databaseURL = "ASSETS_DATABASE_URL"
    case provisioningDatabaseURL = "ASSETS_PROVISIONING_DATABASE_URL"
    case appKey = "ASSETS_APP_KEY"
    case issuer = "ASSETS_ISSUER"
    case audience = "ASSETS_AUDIENCE"
    case clientID = "ASSETS_CLIENT_ID"
    case clientSecret = "ASSETS_CLIENT_SECRET"
    case revocationBoundSeconds = "ASSETS_REVOCATION_BOUND_SECONDS"

    static let prefix = "ASSETS_"

    /// The key under which a file is named that holds the value; secrets have one.
    var fileKey: String? { isSecret ? "\(rawValue)_FILE" : nil }

    private var isSecret: Bool {
        switch self {
        case .databaseURL, .provisioningDatabaseURL, .appKey, .clientSecret: true
        case .listen, .issuer, .audience, .clientID, .revocationBoundSeconds: false
        }
    }

    var example: String {
        switch self {
        case .listen: "127.0.0.1:8081"
        case .databaseURL: "postgres://assets_runtime:…@db.example.com/assets_control?sslmode=verify-full"
        case .provisioningDatabaseURL:
            "postgres://assets_provisioner:…@db.example.com/assets_control?sslmode=verify-full"
        case .appKey: "the output of `openssl rand -base64 32`"
        case .issuer: "https://id.example.com"
        case .audience: "asset-api"
        case .clientID: "what `identity-gateway client create --kind api` printed"
        case .clientSecret: "what `identity-gateway client create --kind api` printed"
        case .revocationBoundSeconds: "60"
        }
    }
}

/// Why the program does not start: one line that names the key, the fault and an example, and no value.
struct ConfigurationFault: Error, Equatable, CustomStringConvertible {
    let key: String
    let fault: String
    let example: String?

    init(_ key: ConfigurationKey, _ fault: String) {
        self.key = key.rawValue
        self.fault = fault
        example = key.example
    }

    /// For a key that is none of ours.
    init(unknown key: String) {
        self.key = key
        fault = "is not a key of this program"
        example = nil
    }

    var description: String {
        example.map { "\(key) \(fault) (example: \($0))" } ?? "\(key) \(fault)"
    }
}
