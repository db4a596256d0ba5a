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
    /// Works on the oldest open request, in one transaction on the control database that also settles it.
    ///
    /// A request whose worker dies is open still, and the work is called again with it: it must be one that can be resumed.
    /// A ``ProvisioningRefusal`` settles the request as failed; so does what the server refuses, except a conflict that may
    /// pass. Any other error leaves it open and is thrown.
    ///
    /// - Returns: whether there was a request.
    package static func fulfilNext(
        on connection: PostgresConnection,
        now: () -> Date,
        _ work: (ProvisioningRequest, PostgresTransaction) async throws -> Void
    ) async throws -> Bool {
        try await ProvisioningQueue(connection).announce()
        var claimed: ProvisioningRequest?
        do {
            try await connection.transaction { transaction in
                let queue = ProvisioningQueue(transaction)
                claimed = try await queue.claim()
                guard let claimed else { return }
                try await work(claimed, transaction)
                try await queue.finish(claimed.id, at: now())
            }
        } catch {
            guard let claimed, let reason = Self.reason(of: error) else { throw error }
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
    /// intervention), and 55006 object_in_use, which a template is while somebody looks into it.
    private static func mayPass(_ sqlState: String) -> Bool {
        ["40", "53", "57"].contains { sqlState.hasPrefix($0) } || sqlState == "55006"
    }
}
