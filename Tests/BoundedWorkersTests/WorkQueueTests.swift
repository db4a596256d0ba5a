import Synchronization
import Testing

@testable import BoundedWorkers

/// The queue by itself, worked off by the test's own thread.
@Suite struct WorkQueueTests {
    private final class Record: Sendable {
        private let numbers = Mutex<[Int]>([])

        var all: [Int] { numbers.withLock { $0 } }

        func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    }

    /// 300 entries: the room that taken entries leave is given back several times on the way.
    @Test(arguments: [0, 1, 64, 65, 66, 300])
    func worksInTheOrderOfAdding(count: Int) {
        let queue = WorkQueue(depth: 300, idle: 1)
        let record = Record()
        for number in 0..<count {
            let isTaken = queue.add { record.add(number) }
            #expect(isTaken)
        }
        #expect(queue.waiting == count)
        queue.close()
        queue.work()
        #expect(record.all == Array(0..<count))
        #expect(queue.waiting == 0)
    }

    @Test func takesAsManyAsThreadsAndQueueHold() {
        let queue = WorkQueue(depth: 3, idle: 2)
        let taken = (0..<8).map { _ in queue.add {} }
        #expect(taken == [true, true, true, true, true, false, false, false])
        #expect(queue.waiting == 5)
        queue.close()
        queue.work()
    }

    /// Work that is under way keeps its thread busy: only what it frees can be taken.
    @Test func countsWhatIsUnderWay() {
        let queue = WorkQueue(depth: 1, idle: 1)
        let record = Record()
        let isTaken = queue.add {
            // One runs, one may wait.
            let second = queue.add {}
            let third = queue.add {}
            record.add(second ? 1 : 0)
            record.add(third ? 1 : 0)
            queue.close()
        }
        #expect(isTaken)
        queue.work()
        #expect(record.all == [1, 0])
    }

    @Test func takesNothingOnceClosed() {
        let queue = WorkQueue(depth: 1, idle: 1)
        queue.close()
        let isTaken = queue.add {}
        #expect(!isTaken)
        queue.work()
    }
}
