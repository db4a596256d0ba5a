import FoundationEssentials
import Synchronization

/// Tries of this node that succeeded and are to be put back in the control database, which all sign-ins share: those that
/// come close together go in one statement, since all want the same few rows.
///
/// What a node has here when it stops is never put back; the counters are then at rest that much later.
final class ReturnedTries: Sendable {
    /// Seconds between two statements, at least.
    static let interval: TimeInterval = 0.25

    private struct State {
        var waiting: [ThrottleCounter] = []
        var lastPutBack = Date.distantPast
    }

    private let state = Mutex(State())

    /// What the caller shall put back now: nothing where that was done a moment ago, else all that waits.
    func add(_ counters: [ThrottleCounter], at now: Date) -> [ThrottleCounter] {
        state.withLock { state in
            state.waiting += counters
            // A clock that was set back must not make them wait for as long.
            guard now >= state.lastPutBack + Self.interval || now < state.lastPutBack else { return [] }
            defer { state = State(lastPutBack: now) }
            return state.waiting
        }
    }
}
