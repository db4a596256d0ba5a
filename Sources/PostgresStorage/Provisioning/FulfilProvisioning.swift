package import BoundedWorkers
import FoundationEssentials
import JOSE
package import Postgres
package import Secrets
import SignIn
package import WorkspaceDatabases
package import Workspaces

/// Fulfils requests for workspaces and for their closing, one at a time. It can be stopped anywhere: the request is open
/// still, and who takes it next goes on with the same names.
package struct FulfilProvisioning: Sendable {
    package let clusters: DatabaseClusters
    /// The control database, as the role that owns it.
    package let control: PostgresConfiguration
    package let workers: BoundedWorkers
    private let namePrefix: String
    let sealing: Sealing
    let clock: any WallClock
    private let tell: Tell

    /// Told of a request that was fulfilled.
    package typealias Tell = @Sendable (ProvisioningRequest.Kind, WorkspaceID) -> Void

    /// - Parameter namePrefix: begins every name of a database or role that is made.
    package init(
        control: PostgresConfiguration,
        clusters: DatabaseClusters,
        namePrefix: String,
        sealing: Sealing,
        workers: BoundedWorkers,
        clock: any WallClock,
        tell: @escaping Tell
    ) {
        self.control = control
        self.clusters = clusters
        self.namePrefix = namePrefix
        self.sealing = sealing
        self.workers = workers
        self.clock = clock
        self.tell = tell
    }

    /// What makes and drops databases on that cluster; nil where the configuration gives no role that may.
    package func provisioner(on cluster: String) -> WorkspaceProvisioner? {
        clusters[cluster]?.provisioning.map { provisioning in
            WorkspaceProvisioner(
                provisioning: provisioning,
                namePrefix: namePrefix,
                migrations: MigrationList.workspace,
                appendOnlyTables: MigrationList.appendOnlyTables,
                workers: workers
            )
        }
    }

    /// Whether there was a request; it is settled then, done or failed.
    package func next(on connection: PostgresConnection) async throws -> Bool {
        try await ProvisioningQueue.fulfilNext(on: connection, now: { clock.now }) { request, transaction in
            let id = WorkspaceID(rawValue: request.workspace)
            switch request.kind {
            case .create: try await create(id, in: transaction)
            case .close: try await close(id, in: transaction)
            }
        }
    }

    private func create(_ id: WorkspaceID, in transaction: PostgresTransaction) async throws {
        let locations = WorkspaceLocations(sealing: sealing, clusters: clusters)
        guard let plan = try await locations.plan(of: id, in: transaction) else {
            // It was asked for once more while it was made: what stands is left as it is.
            let there = try await WorkspacesRepository().find(id, in: ControlTransaction(handle: transaction))
            if there?.state == .active { return }
            throw ProvisioningRefusal(reason: "There is no workspace of that id that waits to be created.")
        }
        let provisioner = try provisioner(of: plan.cluster)
        try await provisioner.create(plan.names, password: plan.password)
        guard try await locations.activate(id, in: transaction) else {
            // Whoever closed it meanwhile found nothing to drop yet.
            try await provisioner.drop(plan.names)
            throw ProvisioningRefusal(reason: "The workspace was closed while it was made.")
        }
        tell(.create, id)
    }

    /// How far the audit had come is committed before the database goes; all else when it is gone.
    private func close(_ id: WorkspaceID, in transaction: PostgresTransaction) async throws {
        let closings = ClosingsRepository()
        guard let closing = try await closings.find(id, in: transaction) else {
            throw ProvisioningRefusal(reason: "There is no workspace of that id that waits to be closed.")
        }
        let key = try await signingKey(in: transaction)
        let provisioner = try provisioner(of: closing.cluster)
        let sequence = try await provisioner.shut(closing.names) { try await AuditRepository.lastSequence(in: $0) }
        if let sequence { try await record(sequence, of: id) }
        try await provisioner.drop(closing.names)
        let receipt = ClosingReceipt(
            workspace: id,
            slug: closing.slug,
            name: closing.name,
            requestedBy: closing.requestedBy,
            requestedAt: closing.requestedAt,
            closedAt: clock.now,
            lastAuditSequence: sequence ?? closing.lastAuditSequence
        )
        let stored = StoredClosingReceipt(receipt: try receipt.signed(by: key), publicKey: JSONWebKey(key.publicKey))
        guard try await closings.finish(id, leaving: stored, in: transaction) else {
            throw ProvisioningRefusal(reason: "The workspace is not being closed any more.")
        }
        tell(.close, id)
    }

    /// In a transaction of its own: this one ends when the database is gone.
    private func record(_ sequence: Int64, of id: WorkspaceID) async throws {
        let connection = try await PostgresConnection.connect(control, workers: workers)
        do {
            try await ClosingsRepository().record(lastAuditSequence: sequence, of: id, in: connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// The key that signs now; the first, where none has signed yet.
    private func signingKey(in transaction: PostgresTransaction) async throws -> SigningKey {
        let control = JoinedControlTransaction(transaction: transaction)
        let ring = try SigningKeyRing(control: control, storage: SigningKeysRepository(), sealing: sealing)
        try await ring.refresh()
        if let key = try? ring.active() { return key }
        _ = try await RotateSigningKeys(
            control: control,
            storage: SigningKeysRepository(),
            revocations: RevocationsRepository(),
            sealing: sealing,
            clock: clock
        ).bootstrap()
        try await ring.refresh()
        return try ring.active()
    }

    func provisioner(of cluster: String) throws -> WorkspaceProvisioner {
        guard let provisioner = provisioner(on: cluster) else {
            throw ProvisioningRefusal(
                reason: "This process has no provisioning_url for the cluster \(cluster) in GATEWAY_DATABASE_CLUSTERS."
            )
        }
        return provisioner
    }
}
