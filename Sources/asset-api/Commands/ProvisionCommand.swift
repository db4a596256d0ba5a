import ArgumentParser
import BoundedWorkers
import Logging
import Postgres
import ServiceLifecycle
import UnixSignals

struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Make the databases of new workspaces as serve asks for them, until stopped."
    )

    func run() async throws {
        let settings = try ProvisioningSettings(from: .process())
        let logger = AssetAPICommand.makeLogger()
        let worker = settings.worker(
            workers: BoundedWorkers.forDatabases(),
            sources: .system,
            logger: logger
        )
        let configuration = ServiceGroupConfiguration(
            services: [worker],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await ServiceGroup(configuration: configuration).run()
    }
}
