import Testing

@testable import Postgres

/// Whether a pool gets on, told without a server.
struct PoolProgressTests {
    private static let start = ContinuousClock.Instant.now

    @Test func countsLeasesAndWaits() {
        var progress = PoolProgress<Int>()
        progress.waits(1, at: Self.start)
        progress.waits(2, at: Self.start + .seconds(1))
        progress.lent(to: 1, at: Self.start + .seconds(3))
        progress.lent(to: 2, at: Self.start + .seconds(3))
        let statistics = progress.added(to: PoolStatistics(), at: Self.start + .seconds(9))
        #expect(statistics.leases == 2)
        #expect(statistics.waited == .seconds(5))
        #expect(statistics.stalled == .zero)
    }

    @Test func isStalledWhileSomebodyWaitsAndNobodyIsServed() {
        var progress = PoolProgress<Int>()
        for number in 0..<10 {
            progress.waits(number, at: Self.start + .seconds(number))
            // Each gives up after five seconds; somebody is always waiting.
            if number >= 5 { progress.gaveUp(number - 5) }
        }
        #expect(progress.added(to: PoolStatistics(), at: Self.start + .seconds(9)).stalled == .seconds(9))
        progress.lent(to: 9, at: Self.start + .seconds(10))
        #expect(progress.added(to: PoolStatistics(), at: Self.start + .seconds(12)).stalled == .seconds(2))
        for number in 5..<9 { progress.gaveUp(number) }
        #expect(progress.added(to: PoolStatistics(), at: Self.start + .seconds(60)).stalled == .zero)
    }
}
