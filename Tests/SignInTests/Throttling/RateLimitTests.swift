import FoundationEssentials
import SignIn
import Testing
import Workspaces

/// The arithmetic of one counter.
struct RateLimitTests {
    private static let start = Date(unixSeconds: 1_764_000_000)
    private static let limit = RateLimit(burst: 3, refill: 60)

    @Test func letsTheBurstThroughAtOnceAndNoMore() {
        #expect(Self.taken(Self.limit, at: [0, 0, 0, 0, 0]) == [true, true, true, false, false])
    }

    @Test func letsOneMoreThroughEachRefill() {
        #expect(
            Self.taken(Self.limit, at: [0, 0, 0, 59, 60, 61, 120, 121]) == [
                true, true, true, false, true, false, true, false,
            ]
        )
    }

    @Test func aRefusedTryCostsNothing() {
        let times = [0.0, 0, 0] + Array(repeating: 30.0, count: 50) + [60]
        #expect(Self.taken(Self.limit, at: times).last == true)
    }

    @Test func aRestGivesTheBurstBackAndNoMoreThanThat() {
        #expect(
            Self.taken(Self.limit, at: [0, 0, 0, 100_000, 100_000, 100_000, 100_000]) == [
                true, true, true, true, true, true, false,
            ]
        )
    }

    @Test func oneAtATimeWaitsForTheWholeRefill() {
        let limit = RateLimit(burst: 1, refill: 60)
        #expect(Self.taken(limit, at: [0, 1, 59, 60, 119, 120]) == [true, false, false, true, false, true])
    }

    @Test(arguments: [
        RateLimit(burst: 1, refill: 60), RateLimit(burst: 3, refill: 60), RateLimit(burst: 5, refill: 720),
    ])
    func nobodyGetsMoreThroughThanTheMost(limit: RateLimit) {
        // Somebody who tries each second of a day, after any rest.
        let times = (0..<86_400).map(Double.init)
        let through = zip(times, Self.taken(limit, at: times)).filter(\.1).map(\.0)
        for start in through {
            #expect(through.filter { $0 >= start && $0 < start + 3_600 }.count <= limit.most(within: 3_600))
        }
        #expect(through.prefix { $0 < 3_600 }.count == limit.most(within: 3_600))
    }

    @Test func anAccountSeesAtMostTenSecondFactorsAnHour() {
        // attacks 5.2 #13
        #expect(ThrottleSecondFactor.perChallenge.burst == 5)
        #expect(ThrottleSecondFactor.perAccount.most(within: 3_600) <= 10)
    }

    @Test func everyLimitComesToRestWithinTheLongestMemory() {
        for limit in SignInLimits.all + [ThrottleSecondFactor.perChallenge, ThrottleSecondFactor.perAccount] {
            #expect(limit.burst >= 1)
            #expect(Double(limit.burst) * limit.refill <= RateLimit.longestMemory)
        }
    }

    private static func taken(_ limit: RateLimit, at seconds: [Double]) -> [Bool] {
        var nextFreeAt: Date?
        return seconds.map { second in
            guard let next = limit.taking(at: start + second, nextFreeAt: nextFreeAt) else { return false }
            nextFreeAt = next
            return true
        }
    }
}
