import ArgumentParser
import BoundedWorkers
import Postgres
import PostgresStorage
import WorkspaceDatabases

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the control database and all workspaces up to this version's shape.",
        discussion: """
            Needs GATEWAY_PROVISIONING_DATABASE_URL, and GATEWAY_DATABASE_URL to know the runtime role. One workspace goes \
            first; where it fails, no other is touched. Then many at once: what fails is told and holds up nobody. Called \
            again, it does what is left. Nodes of the version before go on serving meanwhile.
            """
    )

    @Option(help: "Databases that are migrated at once, 1 to 64.") var width = WorkspaceMigrations.standardWidth

    private static let widths = 1...64

    func run() async throws {
        guard Self.widths.contains(width) else { throw ValidationError("The width has to be 1 to 64.") }
        let source = try ConfigurationSource.process()
        let settings = try ProvisioningSettings(from: source)
        let runtime = try DatabaseSettings(from: source).database.user
        let workers = BoundedWorkers.forDatabases()
        let applied = try await ControlDatabase(
            provisioning: settings.database,
            runtimeRole: runtime,
            migrations: MigrationList.control,
            appendOnlyTables: MigrationList.controlAppendOnlyTables,
            keptTables: MigrationList.controlKeptTables,
            workers: workers
        ).migrate()
        for id in applied { print("control: \(id)") }

        let fulfilment = FulfilProvisioning(
            settings,
            workers: workers,
            clock: SystemClock(),
            logger: IdentityGateway.makeLogger()
        )
        var isPrepared = true
        for cluster in settings.clusters.all {
            do {
                let open = try await fulfilment.provisioner(on: cluster.name)?.prepareCluster() ?? []
                for database in open { print("cluster \(cluster.name): \(SharedDatabases.warning(of: database))") }
            } catch {
                isPrepared = false
                print("cluster \(cluster.name): its template could not be made: \(error)")
            }
        }
        let subjects = try await subjects(settings, workers)
        let bar = ProgressBar(of: "workspaces", total: subjects.count)
        let result = await WorkspaceMigrations(width: width) { fulfilment.provisioner(on: $0) }(subjects) { progress in
            bar.show(progress.done)
        }
        bar.end()
        for (subject, error) in result.failures { print("workspace \(subject.title): \(error)") }
        print("workspaces: \(result.migrated) migrated, \(result.upToDate) up to date, \(result.failures.count) failed")
        if result.isStopped { throw CommandFailure("The first workspace failed; none of the others was touched.") }
        guard result.failures.isEmpty, isPrepared else {
            throw CommandFailure("Not everything was migrated; the same command again does what is left.")
        }
    }

    private func subjects(
        _ settings: ProvisioningSettings,
        _ workers: BoundedWorkers
    ) async throws -> [WorkspaceMigrations.Subject] {
        let connection = try await PostgresConnection.connect(settings.database, workers: workers)
        do {
            let subjects = try await MigrationSubjects.list(in: connection)
            await connection.close()
            return subjects
        } catch {
            await connection.close()
            throw error
        }
    }
}
