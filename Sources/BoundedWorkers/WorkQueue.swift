import Dispatch
import Synchronization

/// The queue between callers and threads: a deque under a lock, with a semaphore that counts its entries.
final class WorkQueue: Sendable {
    private struct State {
        var entries: [(@Sendable () -> Void)?] = []
        var head = 0
        var busyThreads = 0
        var isClosed = false
    }

    private let depth: Int
    private let threads: Int
    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    init(depth: Int, idle threads: Int) {
        self.depth = depth
        self.threads = threads
    }

    var waiting: Int { state.withLock { max(0, $0.entries.count - $0.head) } }

    func add(_ entry: @escaping @Sendable () -> Void) -> Bool {
        let accepted = state.withLock { state in
            let waiting = state.entries.count - state.head
            guard !state.isClosed, waiting + state.busyThreads < depth + threads else { return false }
            state.entries.append(entry)
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
            guard let entry = take() else { return }
            entry()
            state.withLock { $0.busyThreads -= 1 }
        }
    }

    private func take() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.head < state.entries.count else { return nil }
            let entry = state.entries[state.head]
            // What an entry holds, a password perhaps, goes when it has run.
            state.entries[state.head] = nil
            state.head += 1
            if state.head > 64, state.head * 2 > state.entries.count {
                state.entries.removeFirst(state.head)
                state.head = 0
            }
            state.busyThreads += 1
            return entry
        }
    }
}
