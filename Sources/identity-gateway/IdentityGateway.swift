import ArgumentParser
import FoundationEssentials
import Logging
import Workspaces

/// The one executable: the server and the tools share one composition.
@main
struct IdentityGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity-gateway",
        abstract: "The identity gateway of OnTrackio.",
        version: IdentityGateway.versionText,
        subcommands: [
            ServeCommand.self, ProvisionCommand.self, MigrateCommand.self, WorkspaceCommand.self, UserCommand.self,
            KeysCommand.self, ClientCommand.self, AuditCommand.self, HashCommand.self, OpenAPICommand.self,
            ConfigurationReferenceCommand.self,
            DoctorCommand.self, InspectCommand.self,
        ]
    )

    static let versionText = "0.1.0"

    /// Parses, runs, and says of a fault what it is and what to do: in the words of the command that it befell.
    static func main() async {
        let command: any ParsableCommand
        do { command = try await asyncParseAsRoot() } catch { exit(withError: error) }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            type(of: command).exit(withError: OperatorMessage.of(error))
        }
    }

    /// A log of one line an event on standard error.
    static func makeLogger() -> Logger {
        LoggingSystem.bootstrap { OneLineLogHandler(label: $0) }
        return Logger(label: "identity-gateway")
    }

    /// Who changes something at the command line, for audit entries.
    static func operatorAuthor(_ random: any RandomSource) -> ChangeAuthor {
        let account = ProcessInfo.processInfo.environment["SUDO_USER"] ?? ProcessInfo.processInfo.environment["USER"]
        return ChangeAuthor(
            .operator(account ?? "unknown"),
            from: RequestOrigin(sourceAddress: nil, correlationID: .random(from: random))
        )
    }
}
