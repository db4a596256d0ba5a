import ArgumentParser
import Logging
import NIOCore
import Postgres

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

    /// Parses, runs, and tells whoever runs it what the database or the network said: they have the keys to both.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            if var serving = command as? any AsyncParsableCommand {
                try await serving.run()
            } else {
                try command.run()
            }
        } catch let error as PostgresError {
            exit(withError: OperatorFault(description: String(reflecting: error)))
        } catch let error as IOError {
            exit(withError: OperatorFault(description: "ASSETS_LISTEN can't be had (error \(error.errnoCode))"))
        } catch {
            exit(withError: error)
        }
    }

    private struct OperatorFault: Error, CustomStringConvertible {
        let description: String
    }

    /// Lines on standard error: time, level, message and its metadata as `key=value`. No secret and no address of a person.
    static func makeLogger() -> Logger {
        Logger(label: "asset-api") { StreamLogHandler.standardError(label: $0) }
    }
}
