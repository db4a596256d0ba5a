import FoundationEssentials
import JOSE
import SignIn
import Synchronization
import TestSupport
import Testing
import Workspaces

@testable import TokenVerification

/// What a node knows of the revocations while several of its tasks take them in at once.
struct RevocationLogTests {
    private static let clock = MovableClock()

    /// attacks 5.4 #39: the board is full, one reads the whole feed, and before that is taken in another has read on. The
    /// older list takes nobody's place: what the newer one added would be asked for by nobody again.
    @Test func onAFullBoardAnOlderListTakesNobodysPlace() async throws {
        let feed = ScriptedFeed()
        let log = RevocationLog(control: feed, storage: feed, clock: Self.clock)
        let most = Int64(RevocationTable.maximumScopes)
        feed.show((1...most).map { Self.session("full-\($0)", $0) })
        try await log.refresh()
        // All of them were folded into one, and one came after it.
        let folded = Self.entry(.workspace("w-folded"), most + 1)
        let (first, second) = (Self.session("first", most + 2), Self.session("second", most + 3))
        feed.show([folded, first])
        feed.afterNextWholeRead {
            feed.show([folded, first, second])
            try await log.refresh()
        }
        try await log.refresh()
        for session in ["first", "second"] {
            #expect(try Self.verdict(of: log, session) == .revoked, "\(session)")
        }
        #expect(try Self.verdict(of: log, "full-1") == .current)
        #expect(feed.wholeReads == 2)
        // Nobody asks for it again.
        try await log.refresh()
        #expect(try Self.verdict(of: log, "second") == .revoked)
        #expect(feed.wholeReads == 2)
    }

    private static func session(_ id: String, _ number: Int64) -> RevocationEntry { entry(.session(id), number) }

    private static func entry(_ scope: RevocationEntry.Scope, _ number: Int64) -> RevocationEntry {
        let now = clock.now.unixSeconds
        return RevocationEntry(number: number, scope: scope, issuedBefore: now, recordedAt: now)
    }

    private static func verdict(of log: RevocationLog, _ session: String) throws -> RevocationVerdict {
        let now = clock.now.unixSeconds
        let claims = TokenForge.claims {
            $0.sessionID = session
            $0.issuedAt = now
        }
        return log.board.verdict(on: claims, signedBy: try KeyIdentifier("any"), at: now)
    }
}

/// A feed that shows what it is told to, and lets something happen between a read and its answer.
private final class ScriptedFeed: ControlDatabaseAccess, RevocationStorage {
    private struct State {
        var entries: [RevocationEntry] = []
        var wholeReads = -1
        var hook: (@Sendable () async throws -> Void)?
    }

    private let state = Mutex(State())

    /// Reads from the feed's beginning, but for the first of all.
    var wholeReads: Int { state.withLock { $0.wholeReads } }

    func show(_ entries: [RevocationEntry]) {
        state.withLock { $0.entries = entries }
    }

    /// Runs `hook` when the next read of the whole feed has seen it and is not answered yet.
    func afterNextWholeRead(_ hook: @escaping @Sendable () async throws -> Void) {
        state.withLock { $0.hook = hook }
    }

    func transaction<R: Sendable>(_ body: @Sendable (ControlTransaction) async throws -> R) async throws -> R {
        try await body(ControlTransaction(handle: 0))
    }

    func head(in transaction: ControlTransaction) -> Int64 { state.withLock { $0.entries.last?.number ?? 0 } }

    func list(
        after number: Int64,
        recordedSince moment: Date,
        in transaction: ControlTransaction
    ) async throws -> [RevocationEntry] {
        let (entries, hook) = state.withLock { state in
            guard number == 0 else { return (state.entries, nil as (@Sendable () async throws -> Void)?) }
            state.wholeReads += 1
            defer { state.hook = nil }
            return (state.entries, state.hook)
        }
        try await hook?()
        return entries.filter { $0.number > number }
    }

    func append(
        _ revocation: Revocation,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) -> Int64 { 0 }

    func fold(
        by folding: RevocationFolding,
        recordedSince begin: Date,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) -> Int { 0 }

    func prune(recordedBefore moment: Date, in transaction: ControlTransaction) {}
}
