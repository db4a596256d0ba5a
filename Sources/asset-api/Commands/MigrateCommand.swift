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
        let workers = BoundedWorkers.forDatabases()
        let control = try await PostgresConnection.connect(settings.database, workers: workers)
        let applied = try await MigrationRunner.migrate(control, migrations: MigrationList.control)
        print("Control database: \(Self.words(for: applied))")

        let provisioner = settings.provisioner(workers: workers)
        for database in try await provisioner.prepareCluster() { print(SharedDatabases.warning(of: database)) }
        print("Template: up to date")
        let subjects = try await WorkspaceRecords(control).all().map {
            WorkspaceMigrations.Subject(title: $0.workspace.text, cluster: DatabaseCluster.main, names: $0.names)
        }
        await control.close()
        let result = await WorkspaceMigrations { _ in provisioner }(subjects) { _ in }
        for (subject, error) in result.failures { print("Workspace \(subject.title): \(error)") }
        print("Workspaces: \(result.migrated) migrated, \(result.upToDate) up to date, \(result.failures.count) failed")
        if !result.failures.isEmpty { throw ExitCode(1) }
    }

    private static func words(for applied: [String]) -> String {
        applied.isEmpty ? "up to date" : "applied \(applied.joined(separator: ", "))"
    }
}
