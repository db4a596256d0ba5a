import ArgumentParser
import Logging

/// A small real service beside the gateway: assets and who holds them, each workspace's in a database of its own.
///
/// It shows how an API trusts the gateway: `ServeCommand` makes the trust, `AssetService` puts its middleware before the
/// routes, and `Visitor` asks the token for permissions. No request is answered by asking the gateway.
@main
struct AssetAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asset-api",
        abstract: "Assets and who holds them, for people who signed in at the identity gateway.",
        discussion: "Configured by ASSETS_… in the environment; secrets also by files named in ASSETS_…_FILE.",
        subcommands: [ServeCommand.self, ProvisionCommand.self, MigrateCommand.self]
    )

    /// Lines on standard error: time, level, message and its metadata as `key=value`. No secret and no address of a person.
    static func makeLogger() -> Logger {
        Logger(label: "asset-api") { StreamLogHandler.standardError(label: $0) }
    }
}
