import ArgumentParser
import BoundedWorkers
import Postgres
import WorkspaceDatabases

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the control database, the template and every workspace's database up to this program."
    )

    func run() async throws {
        let settings = try ProvisioningSettings(from: .process())
        let workers = BoundedWorkers(name: "database", threads: 2, queue: 64)
        let control = try await PostgresConnection.connect(settings.database, workers: workers)
        let applied = try await MigrationRunner.migrate(control, migrations: MigrationList.control)
        print("Control database: \(Self.words(for: applied))")

        let provisioner = settings.provisioner(workers: workers)
        try await provisioner.prepareTemplate()
        print("Template: up to date")
        for record in try await WorkspaceRecords(control).all() {
            let applied = try await provisioner.migrate(record.names)
            print("Workspace \(record.workspace.text): \(Self.words(for: applied))")
        }
        await control.close()
    }

    private static func words(for applied: [String]) -> String {
        applied.isEmpty ? "up to date" : "applied \(applied.joined(separator: ", "))"
    }
}
