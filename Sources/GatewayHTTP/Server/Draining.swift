package import FoundationEssentials
import ServiceLifecycle
import Synchronization
package import Workspaces

/// Between the signal to stop and the end of serving: readiness says no while requests are answered as before, so that
/// balancers have sent everybody elsewhere by the time the door is shut.
///
/// It is the last of the services, which are stopped from the last to the first.
package final class Draining: Service {
    /// Whoever asks whether we are ready.
    package struct UnderWay: Error, Sendable {}

    private let seconds: TimeInterval
    private let clock: any WallClock
    private let isUnderWay = Atomic<Bool>(false)

    /// - Parameter seconds: longer than balancers take to notice; 0 where there is none.
    package init(seconds: TimeInterval, clock: any WallClock) {
        self.seconds = seconds
        self.clock = clock
    }

    /// Fails from the signal on.
    package var check: HealthCheck {
        HealthCheck("accepting") { [self] in
            guard !isUnderWay.load(ordering: .acquiring) else { throw UnderWay() }
        }
    }

    package func run() async throws {
        try await gracefulShutdown()
        isUnderWay.store(true, ordering: .releasing)
        if seconds > 0 { try await clock.sleep(until: clock.now.addingTimeInterval(seconds)) }
    }
}
