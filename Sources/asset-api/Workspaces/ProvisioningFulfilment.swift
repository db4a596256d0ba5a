import BoundedWorkers
import Encoding
import Logging
import Postgres
import Secrets
import WorkspaceDatabases

/// Takes requests from the queue, one at a time, and does what they ask. It can be stopped anywhere: the request is open
/// still, and who takes it next goes on with the same names.
struct ProvisioningFulfilment: Sendable {
    private static let passwordBytes = 32

    let settings: ProvisioningSettings
    let provisioner: WorkspaceProvisioner
    let workers: BoundedWorkers
    let sources: SystemSources
    let logger: Logger

    /// Whether there was a request; it is settled then, done or failed.
    func next(on connection: PostgresConnection) async throws -> Bool {
        try await ProvisioningQueue.fulfilNext(on: connection, now: sources.now) { request, transaction in
            let metadata: Logger.Metadata = [
                "request": "\(request.id.text)", "kind": "\(request.kind.rawValue)",
                "workspace": "\(request.workspace.text)",
            ]
            do {
                try await fulfil(request, WorkspaceRecords(transaction))
                logger.info("Request fulfilled", metadata: metadata)
            } catch {
                logger.error("Request not fulfilled", metadata: metadata.merging(["error": "\(error)"]) { $1 })
                throw error
            }
        }
    }

    private func fulfil(_ request: ProvisioningRequest, _ records: WorkspaceRecords) async throws {
        switch request.kind {
        case .create:
            let record = try await plan(request)
            guard let password = try? record.password(by: settings.sealing) else {
                throw ProvisioningRefusal(reason: "The login's password can't be opened with the app keys at hand.")
            }
            try await provisioner.create(record.names, password: password)
            try await records.setReady(request.workspace, at: sources.now())
        case .close:
            guard let record = try await records.findReady(request.workspace) else { return }
            try await provisioner.drop(record.names)
            try await records.remove(request.workspace)
        }
    }

    /// By a connection of its own, where a workspace's names are committed before its database is made: the queue's connection
    /// is within the transaction that settles the request.
    private func plan(_ request: ProvisioningRequest) async throws -> WorkspaceRecord {
        let connection = try await PostgresConnection.connect(settings.database, workers: workers)
        do {
            let record = try await WorkspaceRecords(connection).plan(try freshPlan(for: request), at: sources.now())
            await connection.close()
            return record
        } catch {
            await connection.close()
            throw error
        }
    }

    private func freshPlan(for request: ProvisioningRequest) throws -> WorkspaceRecord {
        let password = Base64URL.encode(sources.randomBytes(Self.passwordBytes))
        return WorkspaceRecord(
            workspace: request.workspace,
            host: settings.database.host,
            port: settings.database.port,
            names: WorkspaceDatabaseNames(prefix: settings.namePrefix, random: sources.randomBytes),
            sealedPassword: try settings.sealing.seal(
                Array(password.utf8),
                for: WorkspaceRecord.purpose(of: request.workspace)
            )
        )
    }
}
