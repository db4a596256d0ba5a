import ArgumentParser
import BoundedWorkers
import Postgres
import PostgresStorage
import WorkspaceDatabases

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the control database and all workspaces up to this version's shape.",
        discussion: "Needs GATEWAY_PROVISIONING_DATABASE_URL, and GATEWAY_DATABASE_URL to know the runtime role."
    )

    func run() async throws {
        let source = try ConfigurationSource.process()
        let settings = try ProvisioningSettings(from: source)
        let runtime = try DatabaseSettings(from: source).database.user
        let workers = BoundedWorkers(name: "database", threads: 2, queue: 64)
        let applied = try await ControlDatabase(
            provisioning: settings.database,
            runtimeRole: runtime,
            migrations: MigrationList.control,
            workers: workers
        ).migrate()
        for id in applied { print("control: \(id)") }

        let provisioner = ProvisioningFulfilment(
            settings: settings,
            workers: workers,
            clock: SystemClock(),
            logger: IdentityGateway.makeLogger()
        ).provisioner
        try await provisioner.prepareTemplate()
        let connection = try await PostgresConnection.connect(settings.database, workers: workers)
        let databases = try await WorkspaceLocations(sealing: settings.sealing).databases(in: connection)
        await connection.close()
        for (number, names) in zip(1..., databases) {
            let applied = try await provisioner.migrate(names)
            print(
                "workspace \(number) of \(databases.count): \(applied.isEmpty ? "up to date" : "\(applied.count) applied")"
            )
        }
    }
}
