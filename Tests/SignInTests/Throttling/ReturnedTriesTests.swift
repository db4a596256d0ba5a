import FoundationEssentials
import Secrets
import Testing
import Workspaces

@testable import SignIn

struct ReturnedTriesTests {
    private let start = Date(unixSeconds: 1_764_000_000)
    private let tries = ReturnedTries()
    private let counters: [ThrottleCounter]

    init() throws {
        let keys = ThrottleKeys(try Sealing(keys: [Secret(Array(repeating: 1, count: Sealing.keyBytes))]))
        counters = ["network", "everybody"].map { keys.counter($0, limit: RateLimit(burst: 5, refill: 10)) }
    }

    @Test func theFirstGoesBackAtOnce() {
        #expect(tries.add(counters, at: start) == counters)
    }

    @Test func thoseThatComeSoonAfterGoBackTogether() {
        _ = tries.add(counters, at: start)
        #expect(tries.add(counters, at: start + 0.1).isEmpty)
        #expect(tries.add(counters, at: start + 0.2).isEmpty)
        #expect(tries.add(counters, at: start + ReturnedTries.interval) == counters + counters + counters)
        #expect(tries.add(counters, at: start + 2 * ReturnedTries.interval) == counters)
    }

    @Test func aClockThatIsSetBackHoldsNothingUp() {
        _ = tries.add(counters, at: start)
        #expect(tries.add(counters, at: start - 3_600) == counters)
    }
}
