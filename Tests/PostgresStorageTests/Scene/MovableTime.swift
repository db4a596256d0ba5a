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

struct SystemBytes: RandomSource {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
