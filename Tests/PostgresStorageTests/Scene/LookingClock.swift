import FoundationEssentials
import Synchronization
import TestSupport
import Workspaces

/// A movable clock's time, with something done at the end of each wait.
final class LookingClock: WallClock {
    private let time: MovableClock
    private let look: @Sendable () async throws -> Void
    private let count = Mutex(0)

    init(_ time: MovableClock, look: @escaping @Sendable () async throws -> Void) {
        self.time = time
        self.look = look
    }

    var now: Date { time.now }
    /// How often somebody waited.
    var looks: Int { count.withLock { $0 } }

    func sleep(until later: Date) async throws {
        count.withLock { $0 += 1 }
        time.sleep(until: later)
        try await look()
    }
}
