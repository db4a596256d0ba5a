import FoundationEssentials
import Workspaces

/// The system's clock; made here and handed to whoever needs the time.
struct SystemClock: WallClock {
    var now: Date { Date() }

    func sleep(until moment: Date) async throws {
        try await Task.sleep(for: .seconds(max(0, moment.timeIntervalSince(now))))
    }
}

/// The system's generator, which is cryptographically strong.
struct SystemRandomness: RandomSource {
    func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
