import ArgumentParser
import BoundedWorkers
import Postgres
import PostgresStorage
import ServiceLifecycle
import UnixSignals

struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract:
            "Create the workspaces that are asked for, and drop those that are closed. A process of its own, with the provisioning URL."
    )

    func run() async throws {
        let settings = try ProvisioningSettings(from: .process())
        let logger = IdentityGateway.makeLogger()
        let workers = BoundedWorkers.forDatabases()
        let fulfilment = FulfilProvisioning(settings, workers: workers, clock: SystemClock(), logger: logger)
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [fulfilment.worker(logger)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        ).run()
    }
}
