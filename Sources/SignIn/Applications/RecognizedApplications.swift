import Encoding
import FoundationEssentials
import Secrets
import Synchronization

/// Applications that have shown their secret to this node lately.
final class RecognizedApplications: Sendable {
    /// Seconds for which one is not looked up again. It is deleted by the command, a process of its own, so that each node
    /// knows it for so long after; what it may ask for meanwhile is news of revocations.
    static let lifetime: TimeInterval = 60
    /// Applications remembered at once; past it all are forgotten.
    static let capacity = 1_000

    private let known = Mutex<[String: (application: Application, until: Date)]>([:])

    /// nil where it is not known, or by another secret.
    func find(_ clientID: String, _ given: SecretHash, at now: Date) -> Application? {
        guard let entry = known.withLock({ $0[clientID] }), entry.until > now, let hash = entry.application.secretHash,
            entry.application.clientID.hasSameBytes(as: clientID), ConstantTime.equal(given.bytes, hash.bytes)
        else { return nil }
        return entry.application
    }

    func remember(_ application: Application, until moment: Date) {
        known.withLock { known in
            if known.count >= Self.capacity { known = [:] }
            known[application.clientID] = (application, moment)
        }
    }
}
