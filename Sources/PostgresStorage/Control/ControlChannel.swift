import Postgres
import Workspaces

/// The channel on which nodes tell each other that keys or revocations are new. A telling is a hint: nodes look by
/// themselves as well.
package enum ControlChannel {
    package static let news = "gateway_news"

    /// Tells when the transaction commits.
    static func tell(in transaction: ControlTransaction) async throws {
        _ = try await transaction.session().query("SELECT pg_notify(\(news), '')::text AS told")
    }
}
