import Dispatch
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import BoundedWorkers

/// Nothing here waits for time to pass: work is held at a gate, and what can end without the gate ends first.
@Suite(.timeLimit(.minutes(1)))
struct BoundedWorkersTests {
    /// A door that holds everybody who comes until it is opened.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        func pass() {
            semaphore.wait()
            semaphore.signal()
        }

        func open() { semaphore.signal() }
    }

    /// How many are inside now, and at most.
    private final class Turnstile: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func enter() {
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
        }

        func leave() { counts.withLock { $0.now -= 1 } }
    }

    private struct Broken: Error, Equatable {}

    @Test func theThreadsStandBackAloneAndAsFarAsWasAsked() async throws {
        let nice = BoundedWorkers(name: "nice", threads: 1, queue: 1, niceness: 19)
        let plain = BoundedWorkers(name: "plain", threads: 1, queue: 1)
        let ours = Self.niceness()
        #expect(try await nice.run { Self.niceness() } == 19)
        #expect(try await plain.run { Self.niceness() } == ours)
    }

    private static func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }

    @Test func answersWhatTheWorkReturns() async throws {
        let workers = BoundedWorkers(name: "test", threads: 1, queue: 1)
        #expect(try await workers.run { 6 * 7 } == 42)
    }

    @Test func throwsWhatTheWorkThrowsAndGoesOn() async throws {
        let workers = BoundedWorkers(name: "test", threads: 1, queue: 1)
        await #expect(throws: Broken()) { try await workers.run { () throws -> Int in throw Broken() } }
        await #expect(throws: Broken()) { try await workers.run { () throws -> Int in throw Broken() } }
    }

    @Test func givesItsThreadsTheStackThatIsAskedFor() async throws {
        let workers = BoundedWorkers(name: "test", threads: 1, queue: 1, stackBytes: 256 << 20)
        // More than the 8 MiB that a thread has otherwise: there the process would end.
        #expect(try await workers.run { Self.depth(of: 12_000) } == 12_000)
    }

    /// By few and large steps: the thread sanitizer follows no more than 65,536 calls.
    private static func depth(of steps: Int) -> Int {
        guard steps > 0 else { return 0 }
        return unsafe withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 16) { room in
            unsafe room[0] = 1
            return unsafe depth(of: steps - 1) + Int(room[0])
        }
    }

    @Test(arguments: [("test", "test-0"), ("a-name-of-many-letters", "a-name-of-many-")])
    func namesItsThreads(name: String, shown: String) async throws {
        let workers = BoundedWorkers(name: name, threads: 1, queue: 1)
        let found = try await workers.run {
            try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }
        #expect(found == "\(shown)\n")
    }

    @Test func refusesAStackThatNoThreadCanHave() {
        #expect(throws: NativeThread.Refused(code: EINVAL)) { try NativeThread.start(name: "test", stackBytes: 1) {} }
    }

    @Test func runsAllThatItTakes() async throws {
        let workers = BoundedWorkers(name: "test", threads: 3, queue: 500)
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 { group.addTask { try await workers.run { number } } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(results == Set(0..<500))
        #expect(workers.waiting == 0)
    }

    /// Each call waits for the other to begin.
    @Test func runsAsManyAtOnceAsItHasThreads() async throws {
        let workers = BoundedWorkers(name: "test", threads: 2, queue: 0)
        let (first, second) = (Gate(), Gate())
        async let one: Void = workers.run {
            first.open()
            second.pass()
        }
        async let other: Void = workers.run {
            second.open()
            first.pass()
        }
        _ = try await (one, other)
    }

    @Test(arguments: [1, 2, 3])
    func runsNoMoreAtOnceThanItHasThreads(threads: Int) async throws {
        let workers = BoundedWorkers(name: "test", threads: threads, queue: 200)
        let turnstile = Turnstile()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await workers.run {
                        turnstile.enter()
                        turnstile.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...threads).contains(turnstile.most))
    }

    // attacks 5.1 #3
    @Test(arguments: [(1, 0), (1, 2), (2, 3), (3, 1)])
    func refusesWhatExceedsThreadsAndQueue(threads: Int, queue: Int) async throws {
        let workers = BoundedWorkers(name: "test", threads: threads, queue: queue)
        let gate = Gate()
        let surplus = 4
        let done = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            for _ in 0..<(threads + queue + surplus) {
                group.addTask { await result { try await workers.run { gate.pass() } } }
            }
            // Whoever is taken stands before the gate; so the first to come back are those who were refused.
            for _ in 0..<surplus {
                let refused = await group.next()
                #expect(throws: BoundedWorkersFull()) { try refused?.get() }
            }
            gate.open()
            return await group.reduce(into: 0) { count, result in
                if case .success = result { count += 1 }
            }
        }
        #expect(done == threads + queue)
    }

    @Test func endsWhatItHasTakenWhenItIsShutDown() async throws {
        let workers = BoundedWorkers(name: "test", threads: 1, queue: 3)
        let gate = Gate()
        let done = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            for _ in 0..<5 { group.addTask { await result { try await workers.run { gate.pass() } } } }
            let refused = await group.next()
            #expect(throws: BoundedWorkersFull()) { try refused?.get() }
            workers.shutdown()
            await #expect(throws: BoundedWorkersFull()) { try await workers.run {} }
            gate.open()
            return await group.reduce(into: 0) { count, result in
                if case .success = result { count += 1 }
            }
        }
        #expect(done == 4)
        await #expect(throws: BoundedWorkersFull()) { try await workers.run {} }
    }

    private func result(_ work: @Sendable () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }

    @Test func tellsWhatItsThreadsDo() async throws {
        let workers = BoundedWorkers(name: "told", threads: 1, queue: 1)
        let (started, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let first: Void = workers.run {
            started.signal()
            gate.wait()
        }
        try await BoundedWorkers(name: "other", threads: 1, queue: 1).run { started.wait() }
        async let second: Void = workers.run {}
        while workers.waiting == 0 { await Task.yield() }
        await #expect(throws: BoundedWorkersFull.self) { try await workers.run {} }
        let busy = workers.statistics
        #expect((busy.running, busy.waiting, busy.completed, busy.refused) == (1, 1, 0, 1))
        #expect(busy.longestRunning > .zero)
        gate.signal()
        _ = try await (first, second)
        while workers.statistics.running > 0 { await Task.yield() }
        let idle = workers.statistics
        #expect((idle.running, idle.waiting, idle.completed) == (0, 0, 2))
        #expect(idle.longestRunning == .zero)
        #expect(idle.waited > .zero)
    }
}
