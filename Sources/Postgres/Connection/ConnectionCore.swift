/// The state of one connection, all of it under the lock of ``PostgresConnection``.
///
/// It decides what is sent when, and notes in ``effects`` what is to be done once the lock is released: waking tasks,
/// cancelling, closing. This file is its state and its sending; answers and cancelling have their own.
struct ConnectionCore {
    /// After a cancel was asked for, the server has this long to answer; then the connection is given up.
    static let settlingTime: Duration = .seconds(2)
    /// So long after a cancel was delivered it is sent once more, where the server has not answered.
    static let cancelPause: Duration = .milliseconds(200)

    /// A cancel under way. It ends when the statement was answered *and* the cancel was delivered: before that, what is
    /// sent next could be hit by it.
    enum Cancelling {
        case none
        case underWay(unit: UInt64, isAnswered: Bool)
        case delivered(unit: UInt64)
    }

    /// nil once closed.
    var libpq: LibPQ?
    var closure: PostgresError?
    let loop: EventLoop
    let socket: Int32
    let member: UInt64
    var interest: EventLoop.Interest = .reading

    /// Sent, not yet answered; the server works on the first.
    var inFlight = FIFO<StatementUnit>()
    /// Not sent: behind a cancel that is not settled, or a script that needs the connection for itself.
    var held = FIFO<StatementUnit>()
    var cancelling = Cancelling.none
    /// When the connection is given up, should a cancel under way not have been delivered by then.
    var cancelGiveUp = ContinuousClock.now
    /// When a cancel that was delivered is sent once more.
    var nextCancel = ContinuousClock.now
    var cache: StatementCache

    var lastTransaction: UInt64 = 0
    var transaction: UInt64?
    /// The isolation of a transaction whose BEGIN was not sent: it goes with the first statement.
    var pendingBegin: PostgresTransaction.Isolation?
    /// Statements of the transaction that go with its next one, or with COMMIT.
    var left: [SQL] = []
    /// A statement changed what the next user of the connection would meet, such as SET or LISTEN.
    var isSessionChanged = false
    var settleWaiters: [CheckedContinuation<Void, Never>] = []
    var effects = ConnectionEffects()

    init(libpq: sending LibPQ, loop: EventLoop, member: UInt64, cacheSize: Int) {
        socket = libpq.socket
        self.libpq = libpq
        self.loop = loop
        self.member = member
        cache = StatementCache(capacity: cacheSize)
    }

    mutating func takeEffects() -> ConnectionEffects {
        defer { effects = ConnectionEffects() }
        return effects
    }

    var isSettled: Bool {
        guard inFlight.isEmpty, held.isEmpty, case .none = cancelling else { return false }
        return true
    }

    /// Whether the next user would meet the connection as the first did.
    var isReusable: Bool {
        guard let libpq, isSettled, transaction == nil, !isSessionChanged else { return false }
        return libpq.isOutsideTransaction
    }

    // MARK: Sending

    mutating func submit(_ unit: StatementUnit) {
        guard libpq != nil else {
            return end(unit, with: .failure(closure ?? PostgresError(.connectionLost)))
        }
        guard unit.transaction == transaction else {
            return end(unit, with: .failure(PostgresError(.transactionMisused)))
        }
        if held.isEmpty, maySend(unit) {
            send(unit)
        } else {
            held.append(unit)
        }
    }

    private func maySend(_ unit: StatementUnit) -> Bool {
        guard case .none = cancelling else { return false }
        if let first = inFlight.first, first.isScript || unit.isScript { return false }
        return true
    }

    /// Sends what was held, as far as it may go now.
    mutating func sendHeld() {
        while libpq != nil, let next = held.first, maySend(next) {
            held.popFirst()
            send(next)
        }
    }

    private mutating func send(_ unit: StatementUnit) {
        guard let libpq else { return }
        if let refusal = Self.refusal(of: unit.work) { return end(unit, with: .failure(refusal)) }
        let wasIdle = inFlight.isEmpty
        inFlight.append(unit)
        let isTaken =
            switch unit.work {
            case .statements(let statements): send(statements, in: unit, by: libpq) && libpq.sendSync()
            case .script(let text, _): send(script: text, in: unit, by: libpq)
            case .deallocate(let name): send(deallocate: name, in: unit, by: libpq) && libpq.sendSync()
            }
        guard isTaken else { return lose(libpq.errorMessage) }
        // Behind others in flight the loop flushes once for all who come until it does.
        if wasIdle { flush() } else { effects.wakeLoop = true }
        if !unit.isScript { dropStatements() }
    }

    private mutating func send(_ statements: [SQL], in unit: StatementUnit, by libpq: LibPQ) -> Bool {
        if let isolation = pendingBegin {
            pendingBegin = nil
            unit.steps.append(.begin)
            guard libpq.sendUnnamed(isolation.beginning, bindings: []) else { return false }
        }
        for sql in statements {
            let key = StatementCache.Key(sql)
            let isTaken: Bool
            switch cache.use(key, in: unit.id) {
            case .prepared(let name):
                unit.steps.append(.run(sql, key))
                isTaken = libpq.sendPrepared(name, bindings: sql.bindings)
            case .prepareFirst(let name):
                unit.steps += [.prepare(key), .run(sql, key)]
                isTaken =
                    libpq.sendPrepare(sql.text, as: name, types: key.types)
                    && libpq.sendPrepared(name, bindings: sql.bindings)
            case .unnamed:
                unit.steps.append(.run(sql, nil))
                isTaken = libpq.sendUnnamed(sql.text, bindings: sql.bindings)
            }
            guard isTaken else { return false }
        }
        return true
    }

    private mutating func send(script: String, in unit: StatementUnit, by libpq: LibPQ) -> Bool {
        var text = script
        if let isolation = pendingBegin {
            pendingBegin = nil
            text = "\(isolation.beginning);\n\(script)"
        }
        unit.steps = [.script]
        // Whatever a script sets stays set.
        isSessionChanged = true
        return libpq.exitPipeline() && libpq.sendScript(text)
    }

    private func send(deallocate name: String, in unit: StatementUnit, by libpq: LibPQ) -> Bool {
        unit.steps = [.deallocate(name: name)]
        return libpq.sendUnnamed("DEALLOCATE \(name)", bindings: [])
    }

    /// In units of their own behind the statement that needed the room, so that neither their failure nor their presence
    /// touches it.
    private mutating func dropStatements() {
        for name in cache.takeDropped() {
            let unit = StatementUnit(
                id: 0,
                work: .deallocate(name: name),
                transaction: nil,
                isShielded: true,
                deadline: .now + PostgresConfiguration.defaultStatementTimeout,
                completion: .nobody
            )
            send(unit)
        }
    }

    /// What the server would refuse too, but libpq would cut short: a NUL within a text (22021
    /// character_not_in_repertoire).
    private static func refusal(of work: StatementUnit.Work) -> PostgresError? {
        switch work {
        case .deallocate: return nil
        case .script(let text, _):
            guard text.utf8.contains(0) else { return nil }
        case .statements(let statements):
            let hasNUL = statements.contains { sql in
                sql.fragments.contains { $0.utf8.contains(0) }
                    || sql.bindings.contains { !$0.type.isBinary && ($0.bytes?.contains(0) ?? false) }
            }
            guard hasNUL else { return nil }
        }
        return PostgresError(.server(sqlState: "22021", constraint: nil, table: nil), detail: "NUL in a text")
    }

    mutating func flush() {
        guard let libpq else { return }
        switch libpq.flush() {
        case .done: watch(for: .reading)
        case .more: watch(for: [.reading, .writing])
        case .failed:
            // The server may have said why before it went; reading tells.
            receive()
            if self.libpq != nil { lose(libpq.errorMessage) }
        }
    }

    private mutating func watch(for wanted: EventLoop.Interest) {
        guard wanted != interest else { return }
        interest = wanted
        loop.watchAnew(socket, for: wanted, as: member)
    }

    // MARK: Ending

    mutating func end(_ unit: StatementUnit, with outcome: Result<[QueryResult], PostgresError>) {
        effects.endings.append(ConnectionEffects.Ending(completion: unit.completion, outcome: outcome))
    }

    /// Gives the connection up; whoever waits on it is told.
    mutating func lose(_ detail: String) {
        close(PostgresError(.connectionLost, detail: detail))
    }

    mutating func close(_ reason: PostgresError) {
        guard libpq != nil else { return }
        loop.unwatch(socket, as: member)
        loop.leave(member)
        libpq = nil
        closure = reason
        cancelling = .none
        for unit in inFlight.removeAll() + held.removeAll() {
            end(unit, with: .failure(unit.abandonment?.error ?? reason))
        }
        effects.closed = reason
        effects.settled += settleWaiters
        settleWaiters = []
    }
}
