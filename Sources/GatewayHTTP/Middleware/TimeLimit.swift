import FoundationEssentials
import Workspaces

/// Bounds how long something may take.
enum TimeLimit {
    /// What `work` returns, where it returns within `seconds`; else it is cancelled and ``TimeLimitExceeded`` thrown.
    static func run<R: Sendable>(
        seconds: TimeInterval,
        from start: Date,
        clock: any WallClock,
        _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: R.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(until: start.addingTimeInterval(seconds))
                throw TimeLimitExceeded()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw TimeLimitExceeded() }
            return first
        }
    }
}

/// The work was not done in time.
struct TimeLimitExceeded: Error {}
