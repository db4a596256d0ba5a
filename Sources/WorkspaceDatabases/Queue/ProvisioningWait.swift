package import FoundationEssentials
package import Postgres

extension ProvisioningQueue {
    /// How often is looked though nobody said anything: where a pooler stands between, LISTEN hears nothing.
    private static let lookInterval: Duration = .milliseconds(250)

    /// Waits until the request is done or failed.
    ///
    /// - Parameter connection: is listened on meanwhile; a pool does not lend it again afterwards.
    /// - Returns: the settled request; nil past the deadline, or where there is no such request.
    package static func waitUntilDone(
        _ id: UUID,
        on connection: PostgresConnection,
        within deadline: Duration
    ) async throws -> ProvisioningRequest? {
        let end = ContinuousClock.now + deadline
        let notifications = connection.listen(settledChannel)
        return try await withThrowingTaskGroup(of: ProvisioningRequest?.self) { group in
            group.addTask {
                for try await notification in notifications where notification.payload == text(of: id) {
                    if let settled = try await settled(id, on: connection) { return settled }
                }
                // Ended by cancellation: the other task has the answer.
                try await Task.sleep(until: end)
                return nil
            }
            group.addTask {
                while true {
                    if let settled = try await settled(id, on: connection) { return settled }
                    guard ContinuousClock.now < end else { return nil }
                    try await Task.sleep(until: min(end, .now + lookInterval), clock: .continuous)
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func settled(_ id: UUID, on connection: PostgresConnection) async throws -> ProvisioningRequest? {
        guard let request = try await ProvisioningQueue(connection).find(id), request.state.isSettled else {
            return nil
        }
        return request
    }

    /// As the server writes it.
    private static func text(of id: UUID) -> String { id.uuidString.lowercased() }
}
