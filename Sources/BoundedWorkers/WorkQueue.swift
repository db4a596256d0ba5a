import Dispatch
import Synchronization

/// The queue between callers and threads: a deque under a lock, with a semaphore that counts its entries.
final class WorkQueue: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        let work: @Sendable () -> Void
        let addedAt: Instant
    }

    private struct State {
        var entries: [Entry?] = []
        var head = 0
        /// When each call that runs began, by its number.
        var running: [Int: Instant] = [:]
        var isClosed = false
        var started = 0
        var completed = 0
        var refused = 0
        var waited: Duration = .zero

        var waiting: Int { max(0, entries.count - head) }
    }

    private let depth: Int
    private let threads: Int
    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    init(depth: Int, idle threads: Int) {
        self.depth = depth
        self.threads = threads
    }

    var waiting: Int { state.withLock { $0.waiting } }

    var statistics: WorkerStatistics {
        let now = ContinuousClock.now
        return state.withLock { state in
            WorkerStatistics(
                waiting: state.waiting,
                running: state.running.count,
                completed: state.completed,
                refused: state.refused,
                waited: state.waited,
                longestRunning: state.running.values.min().map { now - $0 } ?? .zero
            )
        }
    }

    func add(_ work: @escaping @Sendable () -> Void) -> Bool {
        let now = ContinuousClock.now
        let accepted = state.withLock { state in
            guard !state.isClosed, state.waiting + state.running.count < depth + threads else {
                state.refused += 1
                return false
            }
            state.entries.append(Entry(work: work, addedAt: now))
            return true
        }
        if accepted { available.signal() }
        return accepted
    }

    func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<threads { available.signal() }
    }

    /// A thread's whole life: takes entries until the queue is closed and empty.
    func work() {
        while true {
            available.wait()
            guard let (number, work) = take() else { return }
            work()
            state.withLock { state in
                state.running[number] = nil
                state.completed += 1
            }
        }
    }

    private func take() -> (number: Int, work: @Sendable () -> Void)? {
        let now = ContinuousClock.now
        return state.withLock { state in
            guard state.head < state.entries.count, let entry = state.entries[state.head] else { return nil }
            // What an entry holds, a password perhaps, goes when it has run.
            state.entries[state.head] = nil
            state.head += 1
            if state.head > 64, state.head * 2 > state.entries.count {
                state.entries.removeFirst(state.head)
                state.head = 0
            }
            state.started += 1
            state.running[state.started] = now
            state.waited += now - entry.addedAt
            return (state.started, entry.work)
        }
    }
}
