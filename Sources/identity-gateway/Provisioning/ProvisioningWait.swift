import FoundationEssentials
import Postgres
import PostgresStorage
import WorkspaceDatabases

/// Has a request fulfilled: by this process where it is given the provisioning URL, else by the worker.
enum ProvisioningWait {
    /// How long to wait for the worker.
    private static let deadline: Duration = .seconds(60)
    /// Requests of others that may fail for now before this one's turn comes.
    private static let mostFaults = 100

    static func settle(_ request: UUID, _ gateway: Gateway, _ source: ConfigurationSource) async throws {
        var lastFault: (any Error)?
        if try source.text(of: .provisioningDatabaseURL) != nil {
            let fulfilment = FulfilProvisioning(
                try ProvisioningSettings(from: source),
                workers: gateway.databaseWorkers,
                clock: gateway.clock,
                logger: IdentityGateway.makeLogger()
            )
            let connection = try await PostgresConnection.connect(
                fulfilment.control,
                workers: gateway.databaseWorkers
            )
            var faults = 0
            while !connection.isClosed {
                do {
                    guard try await fulfilment.next(on: connection) else { break }
                } catch {
                    // It was put off; ours may be another.
                    faults += 1
                    lastFault = error
                    if faults > mostFaults { throw error }
                }
            }
            await connection.close()
        }
        let settled = try await gateway.pools.withControlConnection { connection in
            try await ProvisioningQueue.waitUntilDone(request, on: connection, within: deadline)
        }
        guard let settled else {
            // Ours was put off by what stood in the way of this very process.
            if let lastFault { throw lastFault }
            throw CommandFailure(
                "No worker took the request within a minute: is `identity-gateway provision` running?"
            )
        }
        if let error = settled.error { throw CommandFailure("It was not done: \(error)") }
    }
}
