package import FoundationEssentials
import Synchronization
import Workspaces

/// Time that goes on when it is told to. What waits for a later moment waits until it is cancelled.
package final class SceneClock: WallClock {
    private let moment = Mutex(Date(unixSeconds: 1_764_000_000))

    package init() {}

    package var now: Date { moment.withLock { $0 } }

    package func advance(_ seconds: Double) {
        moment.withLock { $0 += seconds }
    }

    package func sleep(until moment: Date) async throws {
        guard moment > now else { return }
        let never = AsyncStream<Never> { _ in }
        for await _ in never {}
        try Task.checkCancellation()
    }
}

/// Bytes that look random and are the same in every run.
package final class SceneRandom: RandomSource {
    private let state = Mutex<UInt64>(1)

    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                // Knuth's MMIX generator; its upper bits are good enough to tell one token from another.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
        }
    }
}
