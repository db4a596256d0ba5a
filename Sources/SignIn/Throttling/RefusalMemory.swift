import FoundationEssentials
import Synchronization

/// What this node remembers of refusals, so that a flood of tries costs one look into memory each, and leaves no entries.
///
/// It only ever repeats what a counter said, for as long as the counter said it.
final class RefusalMemory: Sendable {
    /// Refusals remembered at once; beyond it those that are over are forgotten, and where none is, all.
    static let capacity = 10_000

    private let refusals = Mutex<[ThrottleKey: Date]>([:])

    /// Throws what was said before, while it is true.
    func check(_ key: ThrottleKey, at now: Date) throws(TooManyTries) {
        let until = refusals.withLock { $0[key] }
        if let until, until > now { throw TooManyTries(until: until, from: now) }
    }

    func remember(_ key: ThrottleKey, until moment: Date, at now: Date) {
        refusals.withLock { refusals in
            if refusals.count >= Self.capacity { refusals = refusals.filter { $0.value > now } }
            if refusals.count >= Self.capacity { refusals = [:] }
            refusals[key] = moment
        }
    }
}
