import FoundationEssentials
import Synchronization

/// The loops of the process: as many as it has processors, made at the first connection. A connection stays with its loop.
final class EventLoops: Sendable {
    static let shared = Result { () throws(PostgresError) in
        try EventLoops(count: max(1, ProcessInfo.processInfo.activeProcessorCount))
    }

    private let loops: [EventLoop]
    private let turns = Atomic(0)

    private init(count: Int) throws(PostgresError) {
        var loops: [EventLoop] = []
        for number in 0..<count { loops.append(try EventLoop(number: number)) }
        self.loops = loops
    }

    /// The loop of the next connection: each in its turn.
    func next() -> EventLoop {
        loops[turns.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
    }
}
