import BoundedWorkers
import Logging
import PostgresStorage
import WorkspaceDatabases
import Workspaces

extension FulfilProvisioning {
    init(_ settings: ProvisioningSettings, workers: BoundedWorkers, clock: any WallClock, logger: Logger) {
        self.init(
            control: settings.database,
            clusters: settings.clusters,
            namePrefix: ProvisioningSettings.namePrefix,
            sealing: settings.sealing,
            workers: workers,
            clock: clock,
            tell: { kind, workspace in
                logger.info("Fulfilled", metadata: ["kind": "\(kind.rawValue)", "workspace": "\(workspace)"])
            }
        )
    }
}

extension FulfilProvisioning {
    /// The process that does nothing else.
    func worker(_ logger: Logger) -> ProvisioningWorker {
        ProvisioningWorker(
            control: control,
            workers: workers,
            logger: logger,
            prepare: { await prepareTemplates(logger) },
            fulfil: { try await next(on: $0) }
        )
    }

    /// Where a cluster can't be reached, its own workspaces wait for it; those of the others don't.
    private func prepareTemplates(_ logger: Logger) async {
        for cluster in clusters.all {
            do {
                let open = try await provisioner(on: cluster.name)?.prepareCluster() ?? []
                for database in open {
                    logger.warning("\(SharedDatabases.warning(of: database))", metadata: ["cluster": "\(cluster.name)"])
                }
            } catch {
                logger.error("Cluster not prepared", metadata: ["cluster": "\(cluster.name)", "error": "\(error)"])
            }
        }
    }
}
