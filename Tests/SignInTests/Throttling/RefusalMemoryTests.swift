import FoundationEssentials
import Secrets
import TestSupport
import Testing
import Workspaces

@testable import SignIn

/// What a node remembers of refusals: no more, and no longer, than the counters said.
struct RefusalMemoryTests {
    private let clock = MovableClock()
    private let memory = RefusalMemory()
    private let keys: ThrottleKeys

    init() throws {
        keys = ThrottleKeys(try Sealing(keys: [Secret(Array(repeating: 1, count: Sealing.keyBytes))]))
    }

    private func key(_ number: Int) -> ThrottleKey {
        keys.counter("n\(number)", limit: RateLimit(burst: 1, refill: 1)).key
    }

    private func isRefused(_ number: Int) -> Bool {
        do throws(TooManyTries) {
            try memory.check(key(number), at: clock.now)
            return false
        } catch {
            return true
        }
    }

    /// attacks 5.1 #5: nobody is shut out longer than the counter has it.
    @Test func refusesUntilTheMomentThatWasSaidAndNoLonger() {
        memory.remember(key(1), until: clock.now + 60, at: clock.now)
        clock.advance(59)
        #expect(isRefused(1))
        #expect(!isRefused(2))
        clock.advance(1)
        #expect(!isRefused(1))
    }

    @Test func saysHowLongIsLeft() {
        memory.remember(key(1), until: clock.now + 60, at: clock.now)
        clock.advance(20)
        #expect(throws: TooManyTries(until: clock.now + 40, from: clock.now)) {
            try memory.check(key(1), at: clock.now)
        }
    }

    @Test func growsNoFurtherThanItsCapacity() {
        for number in 0..<RefusalMemory.capacity { memory.remember(key(number), until: clock.now + 60, at: clock.now) }
        clock.advance(30)
        #expect(isRefused(0))
        // None is over: all give way, and the counters say the same again.
        memory.remember(key(-1), until: clock.now + 60, at: clock.now)
        #expect(isRefused(-1))
        #expect(!isRefused(0))
    }

    @Test func whatIsOverMakesRoomFirst() {
        for number in 1..<RefusalMemory.capacity { memory.remember(key(number), until: clock.now + 1, at: clock.now) }
        memory.remember(key(0), until: clock.now + 60, at: clock.now)
        clock.advance(30)
        memory.remember(key(-1), until: clock.now + 60, at: clock.now)
        #expect(isRefused(0))
        #expect(isRefused(-1))
    }
}
