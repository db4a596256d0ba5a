import ArgumentParser
import BoundedWorkers
import ServiceLifecycle
import UnixSignals

struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Create the workspaces that are asked for. A process of its own, with the provisioning URL."
    )

    func run() async throws {
        let settings = try ProvisioningSettings(from: .process())
        let logger = IdentityGateway.makeLogger()
        let worker = ProvisioningWorker(
            fulfilment: ProvisioningFulfilment(
                settings: settings,
                workers: BoundedWorkers(name: "database", threads: 2, queue: 64),
                clock: SystemClock(),
                logger: logger
            )
        )
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [worker],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        ).run()
    }
}
