package import BoundedWorkers
import Synchronization

/// One connection to a database.
///
/// Statements of several tasks are pipelined: each is sent at once, whether or not those before it were answered, and they
/// fail apart. A transaction has the connection for itself.
package final class PostgresConnection: PostgresSession {
    /// The most statements that one `pipeline` takes: all their rows are held until the last is answered.
    package static let longestPipeline = 10_000

    /// The server's process that serves this connection, as `pg_stat_activity` names it.
    package let processID: Int32
    /// Whether what is sent goes through TLS.
    package let isEncrypted: Bool

    private let core: Mutex<ConnectionCore>
    private let notifications = NotificationListeners()
    private let lastUnit = Atomic<UInt64>(0)
    private let loop: EventLoop
    private let member: UInt64
    private let workers: BoundedWorkers
    private let cancel: StatementCancel
    private let statementTimeout: Duration
    private let whenClosed = Mutex<(@Sendable () -> Void)?>(nil)

    /// Opens a connection.
    ///
    /// - Parameter workers: resolves the host's name and delivers cancels, both of which block.
    /// - Throws: ``PostgresError`` of kind `connectFailed`, `timeout` or `cancelled`; `BoundedWorkersFull`.
    package static func connect(
        _ configuration: PostgresConfiguration,
        workers: BoundedWorkers
    ) async throws -> PostgresConnection {
        let loop = try EventLoops.shared.get().next()
        let libpq = try await ConnectionOpening(configuration: configuration, workers: workers, loop: loop).open()
        return try PostgresConnection(libpq, configuration: configuration, workers: workers, loop: loop)
    }

    /// The thread that reads this connection's answers, for `withTaskExecutorPreference`: a task there is answered without a
    /// change of threads. ``PostgresClusterPool`` puts those there whom it lends a connection.
    ///
    /// While it runs, no other answer is read there: it is for short work between statements, never for what burns or
    /// blocks.
    package var executor: any TaskExecutor { loop }

    private init(
        _ libpq: sending LibPQ,
        configuration: PostgresConfiguration,
        workers: BoundedWorkers,
        loop: EventLoop
    ) throws(PostgresError) {
        guard libpq.becomeNonblocking(), let cancel = libpq.makeCancel() else {
            throw PostgresError(.connectFailed, detail: libpq.errorMessage)
        }
        self.cancel = cancel
        self.workers = workers
        self.loop = loop
        processID = libpq.processID
        isEncrypted = libpq.isEncrypted
        statementTimeout = configuration.statementTimeout
        let socket = libpq.socket
        let member = loop.nextID()
        self.member = member
        core = Mutex(
            ConnectionCore(libpq: libpq, loop: loop, member: member, cacheSize: configuration.statementCacheSize)
        )
        loop.join(self, as: member)
        loop.watch(socket, for: .reading, as: member)
    }

    deinit {
        // Whoever waits for an answer holds the connection: nobody does any more.
        core.withLock { $0.close(PostgresError(.connectionLost)) }
    }

    // MARK: Statements

    package func query(_ sql: SQL) async throws -> [PostgresRow] {
        try await run(.statements([sql])).first?.rows ?? []
    }

    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await run(.statements([sql])).first?.affectedRows ?? 0
    }

    package func pipeline(_ statements: [SQL]) async throws -> [[PostgresRow]] {
        precondition(statements.count <= Self.longestPipeline, "a pipeline of more than \(Self.longestPipeline)")
        return try await run(.statements(statements)).map(\.rows)
    }

    /// Runs a text of several statements without parameters, as migrations are. It must be the program's own.
    ///
    /// - Parameter limit: how long it may take; nil takes the connection's limit for a statement.
    package func executeScript(_ text: String, limit: Duration? = nil) async throws {
        _ = try await run(.script(text, limit: limit))
    }

    /// Runs a unit and waits for its answer. Cancelling the task cancels the unit, unless it is shielded.
    func run(
        _ work: StatementUnit.Work,
        in transaction: UInt64? = nil,
        isShielded: Bool = false
    ) async throws -> [QueryResult] {
        if case .statements(let statements) = work, statements.isEmpty { return [] }
        // Whoever reads the answer has had the lock under which it was made. The continuation puts the two in order as well;
        // but of one that is resumed before it is awaited the thread sanitizer hears nothing.
        defer { core.withLock { _ in } }
        let id = lastUnit.add(1, ordering: .relaxed).newValue
        guard !isShielded else {
            return try await withCheckedThrowingContinuation { continuation in
                submit(work, as: id, in: transaction, isShielded: true, completion: .task(continuation))
            }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit(work, as: id, in: transaction, isShielded: false, completion: .task(continuation))
                // A cancellation before the unit was there found nothing to abandon.
                if Task.isCancelled { change { $0.abandon(id, because: .cancelled) } }
            }
        } onCancel: {
            change { $0.abandon(id, because: .cancelled) }
        }
    }

    private func submit(
        _ work: StatementUnit.Work,
        as id: UInt64,
        in transaction: UInt64?,
        isShielded: Bool,
        completion: StatementUnit.Completion
    ) {
        let deadline = ContinuousClock.now + limit(of: work)
        change { core in
            core.submit(
                StatementUnit(
                    id: id,
                    work: work,
                    transaction: transaction,
                    isShielded: isShielded,
                    deadline: deadline,
                    completion: completion
                )
            )
        }
        loop.keepTime()
    }

    private func limit(of work: StatementUnit.Work) -> Duration {
        switch work {
        case .deallocate: statementTimeout
        case .script(_, let limit): limit ?? statementTimeout
        case .statements(let statements):
            statements.lazy.map { $0.timeout ?? self.statementTimeout }.max() ?? statementTimeout
        }
    }

    // MARK: Transactions

    func beginTransaction(_ isolation: PostgresTransaction.Isolation) throws -> UInt64 {
        try core.withLock { core throws(PostgresError) in try core.beginTransaction(isolation) }
    }

    /// Whether a BEGIN was sent: where none was, the transaction is over with this.
    func isBegun(_ transaction: UInt64) -> Bool {
        core.withLock { $0.isBegun(transaction) }
    }

    func endTransaction(_ transaction: UInt64) {
        change { $0.endTransaction(transaction) }
    }

    func leave(_ sql: SQL, to transaction: UInt64) {
        core.withLock { $0.leave(sql, to: transaction) }
    }

    func takeLeft(to transaction: UInt64) -> [SQL] {
        core.withLock { $0.takeLeft(to: transaction) }
    }

    // MARK: Listening

    /// The notifications on a channel from now on, in order; at most the ``NotificationListeners/buffered`` newest are kept
    /// for a reader who is slow. The statements that this connection is given after this call run after LISTEN.
    ///
    /// The stream fails when the connection is lost or LISTEN refused; ending it early ends the listening.
    package func listen(_ channel: String) -> AsyncThrowingStream<PostgresNotification, any Error> {
        let (stream, listener) = notifications.add(channel) { [weak self] in self?.unlisten(channel) }
        if listener.isFirst {
            submitUnwatched("LISTEN \(unsafeSQL: SQL.identifier(channel))", completion: .listener(channel: channel))
        }
        if let reason = core.withLock({ $0.closure }) { notifications.end(with: reason) }
        return stream
    }

    private func unlisten(_ channel: String) {
        submitUnwatched("UNLISTEN \(unsafeSQL: SQL.identifier(channel))", completion: .nobody)
    }

    private func submitUnwatched(_ sql: SQL, completion: StatementUnit.Completion) {
        let id = lastUnit.add(1, ordering: .relaxed).newValue
        submit(.statements([sql]), as: id, in: nil, isShielded: false, completion: completion)
    }

    // MARK: Ending and reusing

    /// Closes the connection. What is in flight fails; whether it took effect is not known.
    package func close() async {
        change { $0.close(PostgresError(.connectionLost, detail: "closed here")) }
    }

    package var isClosed: Bool { core.withLock { $0.libpq == nil } }

    /// Calls once the connection is no more, at once where it already is.
    func onClose(_ action: @escaping @Sendable () -> Void) {
        whenClosed.withLock { $0 = action }
        if isClosed { tellClosed() }
    }

    /// Waits until nothing is in flight, ends what was left open, and returns whether the next user may have it.
    func becomeReusable() async -> Bool {
        if core.withLock({ $0.isReusable }) { return true }
        await withCheckedContinuation { continuation in
            change { core in
                core.settleWaiters.append(continuation)
                if core.libpq == nil { core.effects.settled.append(contentsOf: core.takeSettleWaiters()) }
                core.tellSettled()
            }
        }
        if core.withLock({ $0.needsRollback }) { _ = try? await run(.statements(["ROLLBACK"]), isShielded: true) }
        return core.withLock { $0.isReusable }
    }

    // MARK: The lock's shell

    /// Changes the state, then does what the change asks for with the lock released.
    private func change(_ change: (inout ConnectionCore) -> Void) {
        let effects = core.withLock { core in
            change(&core)
            return core.takeEffects()
        }
        perform(effects)
    }

    private func perform(_ effects: ConnectionEffects) {
        if effects.wakeLoop { loop.wake(member) }
        if effects.sendCancel { deliverCancel() }
        for ending in effects.endings { tell(ending) }
        for notification in effects.notifications { notifications.deliver(notification) }
        for waiter in effects.settled { waiter.resume() }
        if let reason = effects.closed {
            notifications.end(with: reason)
            tellClosed()
        }
    }

    private func tell(_ ending: ConnectionEffects.Ending) {
        switch ending.completion {
        case .task(let continuation): continuation.resume(with: ending.outcome.mapError { $0 as any Error })
        case .listener(let channel):
            if case .failure(let error) = ending.outcome { notifications.end(channel, with: error) }
        case .nobody: break
        }
    }

    private func tellClosed() {
        let action = whenClosed.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
    }

    private func deliverCancel() {
        Task { [cancel, workers] in
            do {
                try await workers.run { cancel.sendBlocking() }
                change { $0.cancelWasDelivered() }
            } catch {
                change { $0.cancelCouldNotBeSent() }
            }
        }
    }
}

extension PostgresConnection: EventLoopMember {
    func socketIsReady() {
        change { core in
            if core.interest.contains(.writing) { core.flush() }
            core.receive()
        }
    }

    func wasWoken() {
        change { $0.flush() }
    }

    func clockTicked(to now: ContinuousClock.Instant) -> Bool {
        var isNeeded = false
        change { isNeeded = $0.clockTicked(to: now) }
        return isNeeded
    }
}
