import Encoding
import Postgres
import Secrets
import TokenVerification

/// What `serve` needs.
struct ServeSettings {
    let listen: ListenAddress
    let database: PostgresConfiguration
    let sealing: Sealing
    let gateway: GatewayAddress
    let audience: String
    let credentials: ClientCredentials
    let revocationBoundSeconds: Int

    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        // Whoever takes requests from strangers must not be able to make databases and roles.
        guard !source.has(.provisioningDatabaseURL) else {
            throw ConfigurationFault(.provisioningDatabaseURL, "must not be given to serve")
        }
        listen = try source.value(of: .listen, or: .standard, SettingsParsing.listenAddress)
        database = try source.value(of: .databaseURL, SettingsParsing.database)
        sealing = try source.value(of: .appKey, SettingsParsing.sealing)
        gateway = try source.value(of: .issuer, SettingsParsing.gateway)
        audience = try source.value(of: .audience, or: "asset-api", SettingsParsing.text)
        let clientID = try source.value(of: .clientID, SettingsParsing.text)
        let clientSecret = try source.value(of: .clientSecret, SettingsParsing.text)
        credentials = ClientCredentials(id: clientID, secret: clientSecret)
        revocationBoundSeconds = try source.value(of: .revocationBoundSeconds, or: 60, SettingsParsing.bound)
    }
}

/// What `provision` and `migrate` need.
struct ProvisioningSettings {
    /// The control database, as the role that may make databases and roles.
    let database: PostgresConfiguration
    let sealing: Sealing
    /// Begins the random names of workspaces' databases and logins.
    var namePrefix = "assets"
}

extension ProvisioningSettings {
    init(from source: ConfigurationSource) throws(ConfigurationFault) {
        self.init(
            database: try source.value(of: .provisioningDatabaseURL, SettingsParsing.database),
            sealing: try source.value(of: .appKey, SettingsParsing.sealing)
        )
    }
}

/// From a key's text to its value.
private enum SettingsParsing {
    typealias Unfit = ConfigurationSource.Unfit

    /// Shorter, and a feed that answers every few seconds at best would be past it; longer, and a revocation could wait
    /// for the end of the token's life.
    private static let bounds = 5...300

    static func listenAddress(_ text: String) throws(Unfit) -> ListenAddress {
        guard let address = ListenAddress(text) else { throw Unfit("is not host:port") }
        return address
    }

    static func database(_ text: String) throws(Unfit) -> PostgresConfiguration {
        do throws(PostgresURLError) {
            var configuration = try PostgresConfiguration(url: text)
            configuration.applicationName = "asset-api"
            return configuration
        } catch {
            throw Unfit("is no database URL: \(error)")
        }
    }

    static func sealing(_ text: String) throws(Unfit) -> Sealing {
        let keys = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let decoded = try? keys.map({ Secret(try Base64.decode(String($0))) }),
            let sealing = try? Sealing(keys: decoded)
        else { throw Unfit("is not 32 bytes in base64, nor several of them with commas between") }
        return sealing
    }

    static func gateway(_ text: String) throws(Unfit) -> GatewayAddress {
        do throws(GatewayAddress.Fault) {
            return try GatewayAddress(text)
        } catch {
            switch error {
            case .notHTTPS: throw Unfit("is not https (http is for loopback only)")
            case .notPlain: throw Unfit("is not a plain address without a slash at its end")
            }
        }
    }

    static func text(_ text: String) throws(Unfit) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Unfit("is empty, or has spaces or letters beyond ASCII")
        }
        return text
    }

    static func bound(_ text: String) throws(Unfit) -> Int {
        guard text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let seconds = Int(text),
            bounds.contains(seconds)
        else { throw Unfit("is not a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") }
        return seconds
    }
}
