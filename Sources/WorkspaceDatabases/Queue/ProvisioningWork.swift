package import FoundationEssentials
package import Postgres

/// Refused for good, in words that may be shown: the request has failed. Thrown by the work on a request.
package struct ProvisioningRefusal: Error, Sendable, Equatable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

extension ProvisioningQueue {
    /// Seconds that a request waits which could not be fulfilled for a fault that may pass.
    package static let retryPause: TimeInterval = 5

    /// Works on the oldest open request, in one transaction on the control database that also settles it.
    ///
    /// A request whose worker dies is open still, and the work is called again with it: it must be one that can be resumed.
    /// A ``ProvisioningRefusal`` settles the request as failed; so does what the server refuses, except a conflict that may
    /// pass. Any other error, such as of a cluster that can't be reached, leaves it open, puts it off and is thrown.
    ///
    /// - Returns: whether there was a request.
    package static func fulfilNext(
        on connection: PostgresConnection,
        now: () -> Date,
        _ work: (ProvisioningRequest, PostgresTransaction) async throws -> Void
    ) async throws -> Bool {
        try await ProvisioningQueue(connection).announce(at: now())
        var claimed: ProvisioningRequest?
        do {
            try await connection.transaction { transaction in
                let queue = ProvisioningQueue(transaction)
                claimed = try await queue.claim(at: now())
                guard let claimed else { return }
                try await work(claimed, transaction)
                try await queue.finish(claimed.id, at: now())
            }
        } catch {
            guard let claimed, !(error is CancellationError) else { throw error }
            guard let reason = Self.reason(of: error) else {
                let later = now().addingTimeInterval(retryPause)
                // Where the queue's own connection is lost, the next worker comes to it in any case.
                try? await ProvisioningQueue(connection).postpone(claimed.id, until: later)
                throw error
            }
            try await ProvisioningQueue(connection).fail(claimed.id, error: reason, at: now())
        }
        return claimed != nil
    }

    private static func reason(of error: any Error) -> String? {
        if let refusal = error as? ProvisioningRefusal { return refusal.reason }
        guard let error = error as? PostgresError, let sqlState = error.sqlState, !mayPass(sqlState) else { return nil }
        return error.description
    }

    /// PostgreSQL documentation, Appendix A: classes 40 (transaction rollback), 53 (insufficient resources), 57 (operator
    /// intervention), and 55006 object_in_use, which a template is while somebody looks into it. Beside a worker of another
    /// version also 3D000 invalid_catalog_name, where it has just dropped the template, and XX000 "tuple concurrently
    /// updated", where both give rights at once.
    private static func mayPass(_ sqlState: String) -> Bool {
        ["40", "53", "57"].contains { sqlState.hasPrefix($0) } || ["55006", "3D000", "XX000"].contains(sqlState)
    }
}
