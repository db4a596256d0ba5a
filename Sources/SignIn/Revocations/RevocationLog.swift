package import FoundationEssentials
import Synchronization
package import TokenVerification
package import Workspaces

/// What this node knows of the revocations: the board that it judges tokens of its own door by, and whoever waits for
/// news.
package final class RevocationLog: Sendable {
    /// Knowledge older than this many seconds is none: our own door then answers 503, as every API does.
    package static let boundSeconds = 30

    /// How long entries are kept, in seconds; the feed shows them for a fraction of it.
    package static let keptSeconds: TimeInterval = 3_600

    /// What the feed shows: read in one transaction.
    package struct News: Sendable {
        package let head: Int64
        package let entries: [RevocationEntry]
        /// The moment that it is complete up to, in seconds since 1970.
        package let asOf: Int
    }

    private struct State {
        var head: Int64 = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
        var folded = 0
    }

    private let control: any ControlDatabaseAccess
    private let storage: any RevocationStorage
    private let clock: any WallClock
    private let state = Mutex(State())
    package let board = RevocationBoard(boundSeconds: boundSeconds)

    package init(control: any ControlDatabaseAccess, storage: any RevocationStorage, clock: any WallClock) {
        self.control = control
        self.storage = storage
        self.clock = clock
    }

    /// What the feed shows after `number`, as of now: read in one transaction, so that the head and the entries agree.
    package func news(after number: Int64) async throws -> News {
        let now = clock.now
        let since = RevocationFolding.feedBegins(at: now)
        return try await control.transaction { [storage] transaction in
            let head = try await storage.head(in: transaction)
            let entries = try await storage.list(after: number, recordedSince: since, in: transaction)
            return News(head: max(head, entries.last?.number ?? 0), entries: entries, asOf: now.unixSeconds)
        }
    }

    /// Takes in what is new and wakes whoever waits for it.
    package func refresh() async throws {
        let known = state.withLock { $0.head }
        let news = try await news(after: known)
        do throws(FeedRejection) {
            try goOn(to: news.head) { _ throws(FeedRejection) in
                try board.publish(news.entries, completeAsOf: news.asOf)
            }
        } catch .tooManyEntries {
            // What was folded meanwhile makes room.
            let all = try await self.news(after: 0)
            try goOn(to: all.head) { head throws(FeedRejection) in
                // What was read before others have read on takes nobody's place, or what they have learned since would be
                // on no board, and nobody would ask for it again.
                guard all.head >= head else { return }
                try board.replace(with: all.entries, completeAsOf: all.asOf)
            }
        }
    }

    /// The board and the head go on together.
    ///
    /// - Parameter takeIn: puts on the board what was read; it is given the head as it is.
    private func goOn(
        to head: Int64,
        takeIn: (Int64) throws(FeedRejection) -> Void
    ) throws(FeedRejection) {
        let waiters = try state.withLock { state throws(FeedRejection) -> [CheckedContinuation<Void, Never>] in
            try takeIn(state.head)
            guard head > state.head else { return [] }
            state.head = head
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// How many entries this node has folded into one for their workspace.
    package var folded: Int { state.withLock { $0.folded } }

    func hasFolded(_ entries: Int) {
        state.withLock { $0.folded += entries }
    }

    /// Forgets entries that speak of tokens which have expired long ago.
    package func prune() async throws {
        let moment = clock.now - Self.keptSeconds
        try await control.transaction { [storage] in try await storage.prune(recordedBefore: moment, in: $0) }
    }

    /// Returns when there is an entry after `number`, or at `deadline`, whichever is first.
    package func waitForNews(after number: Int64, until deadline: Date) async {
        guard state.withLock({ $0.head <= number }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(after: number) }
            group.addTask { [clock] in try? await clock.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(after number: Int64) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    guard state.head <= number, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
