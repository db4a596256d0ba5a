import Synchronization

/// Time in seconds that stands still until a test moves it, in either direction.
package final class SteppingTime: Sendable {
    private let seconds: Mutex<Int>

    package init(_ seconds: Int = TokenForge.now) {
        self.seconds = Mutex(seconds)
    }

    package var now: Int { seconds.withLock { $0 } }

    package func advance(_ difference: Int) {
        seconds.withLock { $0 += difference }
    }
}
