import Testing

@testable import Postgres

/// The pool's decisions, without a server and with a clock that the test turns.
struct PoolStateMachineTests {
    private typealias Machine = PoolStateMachine<String>

    private let start = ContinuousClock.now

    private func machine(cap: Int = 2, perKey: Int = 2) -> Machine {
        Machine(
            limits: Machine.Limits(cap: cap, perKey: perKey, waitDeadline: .seconds(5), idleLimit: .seconds(60))
        )
    }

    /// A machine of two places with an idle connection 1 of key a, then 2 of key b.
    private func twoIdle() -> Machine {
        var machine = machine()
        #expect(machine.acquire(1, "a", at: start) == [.open(1, for: "a")])
        #expect(machine.acquire(2, "b", at: start) == [.open(2, for: "b")])
        #expect(machine.opened(1, at: start) == [.lease(1, to: 1)])
        #expect(machine.opened(2, at: start) == [.lease(2, to: 2)])
        #expect(machine.release(1, isReusable: true, at: start) == [])
        #expect(machine.release(2, isReusable: true, at: start) == [])
        return machine
    }

    @Test func opensWhereNoneIsIdleAndLeasesTheIdleOneOfTheKey() {
        var machine = twoIdle()
        #expect(machine.acquire(3, "b", at: start) == [.lease(2, to: 3)])
        #expect(machine.statistics.leased == 1)
        #expect(machine.statistics.idle == 1)
    }

    @Test func atTheCapTheLeastRecentlyUsedOfAnotherKeyIsClosedFirst() {
        var machine = twoIdle()
        #expect(machine.acquire(3, "c", at: start) == [.close(1)])
        #expect(machine.statistics.total == 2)
        #expect(machine.closed(1, at: start) == [.open(3, for: "c")])
        #expect(machine.opened(3, at: start) == [.lease(3, to: 3)])
    }

    @Test func theCapCountsWhatIsOpeningAndClosing() {
        var machine = twoIdle()
        #expect(machine.acquire(3, "c", at: start) == [.close(1)])
        #expect(machine.acquire(4, "d", at: start) == [.close(2)])
        #expect(machine.acquire(5, "e", at: start) == [])
        #expect(machine.closed(2, at: start) == [.open(3, for: "c")])
        #expect(machine.closed(1, at: start) == [.open(4, for: "d")])
        #expect(machine.statistics.total == 2)
    }

    @Test func theWaitersOfAKeyAreServedInOrder() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        #expect(machine.acquire(2, "a", at: start) == [])
        #expect(machine.acquire(3, "a", at: start) == [])
        #expect(machine.release(1, isReusable: true, at: start) == [.lease(1, to: 2)])
        #expect(machine.release(1, isReusable: true, at: start) == [.lease(1, to: 3)])
    }

    @Test func aConnectionServesItsTurnsThenMakesRoomForAKeyWithout() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        for waiter in 2...100 { #expect(machine.acquire(waiter, "a", at: start) == []) }
        #expect(machine.acquire(101, "b", at: start) == [])
        for waiter in 2...Machine.turns {
            #expect(machine.release(1, isReusable: true, at: start) == [.lease(1, to: waiter)])
        }
        #expect(machine.release(1, isReusable: true, at: start) == [.close(1)])
        #expect(machine.closed(1, at: start) == [.open(2, for: "b")])
        #expect(machine.opened(2, at: start) == [.lease(2, to: 101)])
        #expect(machine.release(2, isReusable: true, at: start) == [.close(2)])
        #expect(machine.closed(2, at: start) == [.open(3, for: "a")])
    }

    @Test func keysAreServedInTurnNotWaiters() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        for (waiter, key) in [(2, "b"), (3, "b"), (4, "b"), (5, "c")] {
            #expect(machine.acquire(waiter, key, at: start) == [])
        }
        #expect(machine.release(1, isReusable: true, at: start) == [.close(1)])
        #expect(machine.closed(1, at: start) == [.open(2, for: "b")])
        // The three of b came first; they are one in the line of keys.
        #expect(machine.couldNotOpen(2, at: start) == [.fail(2, .couldNotOpen), .open(3, for: "c")])
    }

    @Test func aKeyThatHasMoreTakesNothingThatIsWarm() {
        var machine = machine(cap: 3, perKey: 3)
        for waiter in 1...2 { _ = machine.acquire(waiter, "a", at: start) }
        for id in 1...2 { _ = machine.opened(id, at: start) }
        _ = machine.acquire(3, "b", at: start)
        _ = machine.opened(3, at: start)
        #expect(machine.release(3, isReusable: true, at: start) == [])
        #expect(machine.acquire(4, "a", at: start) == [])
        let cold = start + Machine.warmth
        #expect(machine.acquire(5, "a", at: cold) == [.close(3)])
        #expect(machine.closed(3, at: cold) == [.open(4, for: "a")])
    }

    @Test func aKeyWithoutTakesTheLeastRecentlyUsedHoweverWarm() {
        var machine = twoIdle()
        #expect(machine.acquire(3, "b", at: start) == [.lease(2, to: 3)])
        #expect(machine.release(2, isReusable: true, at: start) == [])
        #expect(machine.acquire(4, "c", at: start) == [.close(1)])
    }

    @Test func aKeyThatCannotBeOpenedHoldsNobodyUp() {
        var machine = machine(cap: 1)
        for waiter in 1...3 { _ = machine.acquire(waiter, "broken", at: start) }
        #expect(machine.acquire(4, "b", at: start) == [])
        #expect(machine.couldNotOpen(1, at: start) == [.fail(1, .couldNotOpen), .open(2, for: "b")])
        #expect(machine.opened(2, at: start) == [.lease(2, to: 4)])
        #expect(machine.release(2, isReusable: true, at: start) == [.close(2)])
        #expect(machine.closed(2, at: start) == [.open(3, for: "broken")])
    }

    @Test func aKeyAtItsOwnLimitHoldsNobodyUp() {
        var machine = machine(cap: 3, perKey: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        #expect(machine.acquire(2, "a", at: start) == [])
        #expect(machine.acquire(3, "b", at: start) == [.open(2, for: "b")])
        #expect(machine.release(1, isReusable: true, at: start) == [.lease(1, to: 2)])
    }

    @Test func oneOpeningIsEnoughForOneWaiter() {
        var machine = machine(cap: 5, perKey: 5)
        #expect(machine.acquire(1, "a", at: start) == [.open(1, for: "a")])
        #expect(machine.acquire(2, "a", at: start) == [.open(2, for: "a")])
        #expect(machine.opened(2, at: start) == [.lease(2, to: 1)])
        #expect(machine.release(2, isReusable: true, at: start) == [.lease(2, to: 2)])
        #expect(machine.opened(1, at: start) == [])
        #expect(machine.statistics.idle == 1)
    }

    @Test func aWaiterFailsAtItsDeadline() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        _ = machine.acquire(2, "a", at: start)
        #expect(machine.nextDeadline == start + .seconds(5))
        #expect(machine.advance(to: start + .milliseconds(4_999)) == [])
        #expect(machine.advance(to: start + .seconds(5)) == [.fail(2, .deadline)])
        #expect(machine.release(1, isReusable: true, at: start) == [])
    }

    @Test func aCancelledWaiterLeavesTheLine() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        _ = machine.acquire(2, "b", at: start)
        _ = machine.acquire(3, "a", at: start)
        #expect(machine.cancel(2) == [.fail(2, .cancelled)])
        #expect(machine.cancel(2) == [])
        #expect(machine.release(1, isReusable: true, at: start) == [.lease(1, to: 3)])
    }

    @Test func aConnectionThatIsNotReusableIsClosedAndReplaced() {
        var machine = machine(cap: 1)
        _ = machine.acquire(1, "a", at: start)
        _ = machine.opened(1, at: start)
        _ = machine.acquire(2, "a", at: start)
        #expect(machine.release(1, isReusable: false, at: start) == [.close(1)])
        #expect(machine.closed(1, at: start) == [.open(2, for: "a")])
    }

    @Test func oneThatBreaksWhileIdleIsForgottenAndOneThatIsLentCountsUntilItIsBack() {
        var machine = twoIdle()
        #expect(machine.closed(1, at: start) == [])
        #expect(machine.statistics.total == 1)
        #expect(machine.acquire(3, "b", at: start) == [.lease(2, to: 3)])
        #expect(machine.closed(2, at: start) == [])
        #expect(machine.statistics.leased == 1)
        #expect(machine.release(2, isReusable: false, at: start) == [.close(2)])
        #expect(machine.closed(2, at: start) == [])
        #expect(machine.statistics.total == 0)
    }

    @Test func whoCannotBeServedForAFailedOpeningIsToldAndTheNextHasAnotherTry() {
        var machine = machine(cap: 1)
        #expect(machine.acquire(1, "a", at: start) == [.open(1, for: "a")])
        #expect(machine.acquire(2, "a", at: start) == [])
        #expect(machine.couldNotOpen(1, at: start) == [.fail(1, .couldNotOpen), .open(2, for: "a")])
    }

    @Test func idleConnectionsGoAfterTheirTime() {
        var machine = twoIdle()
        #expect(machine.nextDeadline == start + .seconds(60))
        #expect(machine.advance(to: start + .seconds(59)) == [])
        #expect(machine.advance(to: start + .seconds(60)) == [.close(1), .close(2)])
        #expect(machine.nextDeadline == nil)
    }

    @Test func shutdownWaitsForWhatIsLent() {
        var machine = twoIdle()
        _ = machine.acquire(3, "a", at: start)
        #expect(machine.shutDown() == [.close(2)])
        #expect(machine.acquire(4, "a", at: start) == [.fail(4, .shutDown)])
        #expect(machine.closed(2, at: start) == [])
        #expect(machine.release(1, isReusable: true, at: start) == [.close(1)])
        #expect(machine.closed(1, at: start) == [.finished])
    }

    @Test func anEmptyPoolIsShutDownAtOnce() {
        var machine = machine()
        #expect(machine.shutDown() == [.finished])
    }

    /// Thousands of random inputs: the cap holds, nobody is served twice, everybody is answered in the end.
    @Test(arguments: 1...20)
    func randomInputsNeverBreakTheCap(seed: Int) {
        var machine = machine(cap: 4, perKey: 2)
        var generator = LinearGenerator(state: UInt64(seed))
        var opening: [Int] = []
        var leased: [Int] = []
        var closing: [Int] = []
        var waiting: Set<Int> = []
        var lastWaiter = 0
        func apply(_ actions: [Machine.Action]) {
            for action in actions {
                switch action {
                case .open(let id, _): opening.append(id)
                case .close(let id): closing.append(id)
                case .lease(let id, let waiter):
                    #expect(waiting.remove(waiter) != nil)
                    #expect(!leased.contains(id))
                    leased.append(id)
                case .fail(let waiter, _): #expect(waiting.remove(waiter) != nil)
                case .finished: break
                }
            }
        }
        func take(_ ids: inout [Int]) -> Int? {
            ids.isEmpty ? nil : ids.remove(at: Int(generator.next() % UInt64(ids.count)))
        }
        func step(_ choice: UInt64) {
            switch choice {
            case 0, 1, 2:
                lastWaiter += 1
                waiting.insert(lastWaiter)
                apply(machine.acquire(lastWaiter, ["a", "b", "c", "d", "e"][Int(generator.next() % 5)], at: start))
            case 3, 4: if let id = take(&opening) { apply(machine.opened(id, at: start)) }
            case 5: if let id = take(&opening) { apply(machine.couldNotOpen(id, at: start)) }
            case 6, 7: if let id = take(&leased) { apply(machine.release(id, isReusable: true, at: start)) }
            case 8: if let id = take(&leased) { apply(machine.release(id, isReusable: false, at: start)) }
            case 9: if let waiter = waiting.min() { apply(machine.cancel(waiter)) }
            default: if let id = take(&closing) { apply(machine.closed(id, at: start)) }
            }
            #expect(machine.statistics.total <= 4)
            #expect(machine.statistics.waiting == waiting.count)
        }
        for _ in 0..<2_000 { step(generator.next() % 12) }
        for _ in 0..<50_000 where !waiting.isEmpty { step([3, 6, 10][Int(generator.next() % 3)]) }
        #expect(waiting.isEmpty)
    }
}

/// Numerical Recipes' 64-bit congruential generator: enough to shuffle, and the same each run.
private struct LinearGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
