import Encoding
import Logging
import Postgres
import Secrets
import WorkspaceDatabases

/// Takes requests from the queue, one at a time, and does what they ask.
///
/// The request stays locked by the transaction that claimed it until it is settled. The names of a new database are
/// committed on another connection before it is made: whoever dies in between, the next worker goes on with the same ones.
struct ProvisioningFulfilment: Sendable {
    private static let passwordBytes = 32

    private let settings: ProvisioningSettings
    private let provisioner: WorkspaceProvisioner
    private let records: WorkspaceRecords
    private let sources: SystemSources
    private let logger: Logger

    init(
        _ settings: ProvisioningSettings,
        _ provisioner: WorkspaceProvisioner,
        _ records: WorkspaceRecords,
        _ sources: SystemSources,
        _ logger: Logger
    ) {
        self.settings = settings
        self.provisioner = provisioner
        self.records = records
        self.sources = sources
        self.logger = logger
    }

    /// Whether there was a request; it is settled then, done or failed.
    func next(on connection: PostgresConnection) async throws -> Bool {
        try await connection.transaction { transaction in
            let queue = ProvisioningQueue(transaction)
            guard let request = try await queue.claim() else { return false }
            let metadata: Logger.Metadata = [
                "request": "\(request.id.text)", "kind": "\(request.kind.rawValue)",
                "workspace": "\(request.workspace.text)",
            ]
            do {
                try await fulfil(request)
                try await queue.finish(request.id, at: sources.now())
                logger.info("Request fulfilled", metadata: metadata)
            } catch {
                logger.error(
                    "Request failed",
                    metadata: metadata.merging(["error": "\(error)"]) { $1 }
                )
                try await queue.fail(
                    request.id,
                    error: "The workspace's database could not be made.",
                    at: sources.now()
                )
            }
            return true
        }
    }

    private func fulfil(_ request: ProvisioningRequest) async throws {
        switch request.kind {
        case .create:
            let record = try await records.plan(try freshPlan(for: request), at: sources.now())
            try await provisioner.create(record.names, password: record.password(by: settings.sealing))
            try await records.setReady(request.workspace, at: sources.now())
        case .close:
            guard let record = try await records.findReady(request.workspace) else { return }
            try await provisioner.drop(record.names)
            try await records.remove(request.workspace)
        }
    }

    private func freshPlan(for request: ProvisioningRequest) throws -> WorkspaceRecord {
        let password = Base64URL.encode(sources.randomBytes(Self.passwordBytes))
        return WorkspaceRecord(
            workspace: request.workspace,
            host: settings.database.host,
            port: settings.database.port,
            names: WorkspaceDatabaseNames(prefix: "assets", random: sources.randomBytes),
            sealedPassword: try settings.sealing.seal(
                Array(password.utf8),
                for: WorkspaceRecord.purpose(of: request.workspace)
            )
        )
    }
}
