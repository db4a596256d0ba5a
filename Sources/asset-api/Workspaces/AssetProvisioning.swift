import BoundedWorkers
import Logging
import Postgres
import WorkspaceDatabases

extension ProvisioningSettings {
    func provisioner(workers: BoundedWorkers) -> WorkspaceProvisioner {
        WorkspaceProvisioner(
            provisioning: database,
            namePrefix: namePrefix,
            migrations: MigrationList.workspace,
            appendOnlyTables: MigrationList.appendOnlyTables,
            workers: workers
        )
    }
}

extension ProvisioningSettings {
    /// The process that makes the databases which `serve` asks for.
    func worker(workers: BoundedWorkers, sources: SystemSources, logger: Logger) -> ProvisioningWorker {
        let provisioner = provisioner(workers: workers)
        let fulfilment = ProvisioningFulfilment(
            settings: self,
            provisioner: provisioner,
            workers: workers,
            sources: sources,
            logger: logger
        )
        return ProvisioningWorker(
            control: database,
            workers: workers,
            logger: logger,
            prepare: { _ = try await provisioner.prepareCluster() },
            fulfil: { try await fulfilment.next(on: $0) }
        )
    }
}
