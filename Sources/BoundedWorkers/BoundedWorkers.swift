/// The queue had no room: the caller answers "busy" instead of waiting without end.
package struct BoundedWorkersFull: Error, Equatable, Sendable {
    package init() {}
}

/// A fixed number of threads with a bounded queue, for calls that block or burn: Argon2, XML, name resolution.
///
/// Swift's own pool has as many threads as cores and expects each to get on; a blocking call there stalls everybody.
/// These threads have a known stack, since some C libraries recurse.
package final class BoundedWorkers: Sendable {
    private let queue: WorkQueue

    /// - Parameters:
    ///   - name: shows in the threads' names, which keep 15 bytes.
    ///   - threads: how many calls run at once.
    ///   - queue: how many calls may wait besides; one more is refused with ``BoundedWorkersFull``.
    ///   - stackBytes: each thread's stack, in bytes.
    ///   - niceness: how far the threads stand back behind others who want the processor, 0 to 19 (`nice(2)`): for calls
    ///     that burn for long, beside work that is short and awaited.
    package init(name: String, threads: Int, queue depth: Int, stackBytes: Int = 8 << 20, niceness: Int32 = 0) {
        let queue = WorkQueue(depth: depth, idle: threads)
        for number in 0..<threads {
            do {
                try NativeThread.start(name: "\(name)-\(number)", stackBytes: stackBytes) {
                    if niceness > 0 { NativeThread.standBack(by: niceness) }
                    queue.work()
                }
            } catch {
                // Made once, when a program starts: without them nobody would ever be served.
                fatalError("no thread for \(name) workers: errno \(error.code)")
            }
        }
        self.queue = queue
    }

    /// Calls that wait for a thread now.
    package var waiting: Int { queue.waiting }

    /// What they have done and do now.
    package var statistics: WorkerStatistics { queue.statistics }

    /// Runs `work` on one of the threads. Throws ``BoundedWorkersFull`` at once where all are busy and the queue is full;
    /// else what `work` throws.
    package func run<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            let accepted = queue.add { continuation.resume(with: Result(catching: work)) }
            if !accepted { continuation.resume(throwing: BoundedWorkersFull()) }
        }
    }

    /// Lets the threads end once the queue is empty. Later calls are refused.
    package func shutdown() {
        queue.close()
    }

    deinit {
        queue.close()
    }
}
