import Testing

@testable import Postgres

/// The pool over a server that is made up, in time that is made up: what each workspace gets when others ask for more.
struct PoolFairnessTests {
    /// attacks 5.8 #78: each is handed a connection of its own workspace, however many share the cap.
    @Test func aThousandKeysUnderACapOfFiftyAreAllServed() {
        var server = SimulatedServer(cap: 50)
        for round in 0..<5 {
            for key in 0..<1_000 { server.ask(key: key, at: .milliseconds(round * 400 + key % 7)) }
        }
        server.run()
        #expect(server.failures == 0)
        #expect(server.waits.values.map(\.count).reduce(0, +) == 5_000)
        #expect(server.mostConnections <= 50)
        #expect(server.strangers == 0)
    }

    @Test func aStormOfOneKeyLeavesTheOthersTheirPlace() {
        let quiet = Self.longestWaitOfOthers(storm: 0)
        let stormy = Self.longestWaitOfOthers(storm: 5_000)
        // Whatever the storm's length: some turns of one of its connections, and opening one's own.
        #expect(stormy <= quiet + SimulatedServer.use * (SimulatedServer.Machine.turns + 1) + SimulatedServer.opening)
    }

    @Test func twoStormsShareEvenly() {
        var server = SimulatedServer(cap: 10)
        for _ in 0..<2_000 { server.ask(key: 1, at: .zero) }
        for _ in 0..<2_000 { server.ask(key: 2, at: .milliseconds(1)) }
        server.run(until: .milliseconds(1_000))
        let served = [1, 2].map { server.waits[$0, default: []].count }
        #expect(served.min() ?? 0 > (served.max() ?? 0) / 2, "\(served)")
    }

    @Test func whoAsksAgainSoonFindsTheConnectionWarm() {
        var server = SimulatedServer(cap: 50)
        for round in 0..<20 {
            for key in 0..<50 { server.ask(key: key, at: .milliseconds(round * 100)) }
        }
        server.run()
        #expect(server.opened == 50)
    }

    private static func longestWaitOfOthers(storm: Int) -> Duration {
        var server = SimulatedServer(cap: 20)
        for _ in 0..<storm { server.ask(key: 0, at: .zero) }
        for round in 0..<50 {
            for key in 1...10 { server.ask(key: key, at: .milliseconds(5 + round * 20)) }
        }
        server.run()
        return (1...10).flatMap { server.waits[$0, default: []] }.max() ?? .zero
    }
}

/// A server whose connections open, work and close in fixed times, and those who ask of it.
private struct SimulatedServer {
    typealias Machine = PoolStateMachine<Int>

    static let opening: Duration = .milliseconds(10)
    static let use: Duration = .milliseconds(2)
    static let closing: Duration = .milliseconds(1)

    private enum Event {
        case ask(key: Int)
        case opened(Int)
        case done(Int)
        case closed(Int)
    }

    private let cap: Int
    private let start = ContinuousClock.now
    private var machine: Machine
    private var events: [Duration: [Event]] = [:]
    private var keys: [Machine.ConnectionID: Int] = [:]
    private var askers: [Machine.WaiterID: (key: Int, since: Duration)] = [:]
    private var lastWaiter = 0

    private(set) var waits: [Int: [Duration]] = [:]
    private(set) var failures = 0
    private(set) var strangers = 0
    private(set) var opened = 0
    private(set) var mostConnections = 0

    init(cap: Int) {
        self.cap = cap
        machine = Machine(
            limits: Machine.Limits(cap: cap, perKey: cap, waitDeadline: .seconds(60), idleLimit: .seconds(300))
        )
    }

    mutating func ask(key: Int, at moment: Duration) {
        events[moment, default: []].append(.ask(key: key))
    }

    mutating func run(until end: Duration = .seconds(3_600)) {
        while let now = events.keys.min(), now <= end {
            for event in events.removeValue(forKey: now) ?? [] {
                happen(event, now)
                mostConnections = max(mostConnections, machine.statistics.total)
            }
        }
    }

    private mutating func happen(_ event: Event, _ now: Duration) {
        switch event {
        case .ask(let key):
            lastWaiter += 1
            askers[lastWaiter] = (key, now)
            apply(machine.acquire(lastWaiter, key, at: start + now), now)
        case .opened(let id): apply(machine.opened(id, at: start + now), now)
        case .done(let id): apply(machine.release(id, isReusable: true, at: start + now), now)
        case .closed(let id): apply(machine.closed(id, at: start + now), now)
        }
    }

    private mutating func apply(_ actions: [Machine.Action], _ now: Duration) {
        for action in actions {
            switch action {
            case .open(let id, let key):
                keys[id] = key
                opened += 1
                events[now + Self.opening, default: []].append(.opened(id))
            case .lease(let id, let waiter):
                guard let asker = askers.removeValue(forKey: waiter) else { continue }
                if keys[id] != asker.key { strangers += 1 }
                waits[asker.key, default: []].append(now - asker.since)
                events[now + Self.use, default: []].append(.done(id))
            case .close(let id): events[now + Self.closing, default: []].append(.closed(id))
            case .fail: failures += 1
            case .finished: break
            }
        }
    }
}
