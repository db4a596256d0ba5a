import FoundationEssentials
import Synchronization
import Workspaces

/// Time that goes on when it is told to, or when somebody waits for a later moment.
final class MovableClock: WallClock {
    private let moment = Mutex(Date(unixSeconds: 1_764_000_000))

    var now: Date { moment.withLock { $0 } }

    func advance(_ seconds: Double) {
        moment.withLock { $0 += seconds }
    }

    func sleep(until later: Date) {
        moment.withLock { $0 = max($0, later) }
    }
}

/// The same time, with something done at the end of each wait.
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

struct SystemBytes: RandomSource {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
