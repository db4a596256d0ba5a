package import FoundationEssentials
import Synchronization
import Workspaces

/// Time that goes on when it is told to, or when somebody waits for a later moment.
package final class MovableClock: WallClock {
    private let moment = Mutex(Date(unixSeconds: 1_764_000_000))

    package init() {}

    package var now: Date { moment.withLock { $0 } }

    package func advance(_ seconds: Double) {
        moment.withLock { $0 += seconds }
    }

    package func sleep(until later: Date) {
        moment.withLock { $0 = max($0, later) }
    }
}
