/// Who gets which connection, when one is opened, and which is closed to make room: decided here, done elsewhere.
///
/// A value without clock, socket or lock. Inputs are its methods, what is to be done comes back as ``Action``s, time is a
/// parameter. One cap holds over all databases; a connection counts against it from the moment it is to be opened until
/// it is closed, since that is how the server counts.
///
/// `Key` says which connections are alike: those of one may be given to any of its waiters. Keys share the cap fairly:
/// - A key without a connection comes before those that have some, and keys are served in turn, not waiters: a thousand
///   waiters of one key are one in the line of keys.
/// - A connection that is given back goes to the next waiter of its key, since another key would have to open one; after
///   ``turns`` of them it makes room for a key that has less.
/// - Only a key that has less may take the place of a connection that was used a moment ago (``warmth``); so a storm in one
///   key leaves the others what they have.
///
/// No input costs more than a look at the connections; none costs a look at all waiters.
struct PoolStateMachine<Key: Hashable & Sendable>: Sendable {
    struct Limits: Sendable, Equatable {
        /// All connections together.
        var cap: Int
        /// The connections of one key.
        var perKey: Int
        /// How long a waiter waits.
        var waitDeadline: Duration
        /// How long a connection may be idle.
        var idleLimit: Duration
    }

    typealias Instant = ContinuousClock.Instant
    typealias ConnectionID = Int
    typealias WaiterID = Int

    /// Waiters of its own key that a connection serves in a row though a key with less waits for room: the cost of the new
    /// connection is spread over so many.
    static var turns: Int { 8 }
    /// For so long after its last use an idle connection is not given up for a key that has as many.
    static var warmth: Duration { .seconds(1) }

    enum Failure: Error, Sendable, Equatable {
        case deadline, cancelled, shutDown
        case couldNotOpen
    }

    enum Action: Sendable, Equatable {
        case lease(ConnectionID, to: WaiterID)
        case open(ConnectionID, for: Key)
        case close(ConnectionID)
        case fail(WaiterID, Failure)
        /// Nothing is left of it, after a shutdown.
        case finished
    }

    private enum State: Sendable {
        /// Becomes idle or leased when opened; disappears when it could not be.
        case opening
        /// Becomes leased, or closing: to make room, by age, or at shutdown.
        case idle(since: Instant, order: UInt64)
        /// Becomes idle or leased again when given back in order; else closing.
        case leased
        /// Disappears once closed.
        case closing
    }

    private struct Connection: Sendable {
        let key: Key
        var state: State
        /// Waiters that it was lent to since it was last idle.
        var turns = 0
    }

    /// What there is of one key. Where a connection is idle, nobody waits.
    private struct Share: Sendable {
        /// In the order in which they came; some may have gone meanwhile.
        var waiters = FIFO<WaiterID>()
        /// Those of `waiters` who still wait.
        var waiting = 0
        var connections = 0
        var opening = 0
        /// The most recently used last.
        var idle: [ConnectionID] = []
        /// Whether the key stands in the line of those without, and of those with connections.
        var isInLine = (without: false, with: false)

        var isNothing: Bool { waiting == 0 && connections == 0 }
    }

    private let limits: Limits
    private var connections: [ConnectionID: Connection] = [:]
    private var shares: [Key: Share] = [:]
    private var waiters: [WaiterID: Key] = [:]
    /// All waiters in the order in which they came, which is that of their deadlines; some may have gone meanwhile.
    private var deadlines = FIFO<(id: WaiterID, at: Instant)>()
    /// Keys with more waiters than connections to come; one that no longer is so is passed over.
    private var without = FIFO<Key>()
    private var with = FIFO<Key>()
    private var closing = 0
    private var idle = 0
    private var lastConnection: ConnectionID = 0
    private var releases: UInt64 = 0
    private var isShuttingDown = false

    init(limits: Limits) {
        self.limits = limits
    }

    // MARK: Inputs

    mutating func acquire(_ waiter: WaiterID, _ key: Key, at now: Instant) -> [Action] {
        guard !isShuttingDown else { return [.fail(waiter, .shutDown)] }
        var share = shares[key] ?? Share()
        if let id = share.idle.popLast() {
            shares[key] = share
            idle -= 1
            return [lease(id, to: waiter)]
        }
        share.waiters.append(waiter)
        share.waiting += 1
        shares[key] = share
        waiters[waiter] = key
        deadlines.append((waiter, now + limits.waitDeadline))
        lineUp(key)
        return provide(at: now)
    }

    /// The waiter's task was cancelled. A connection that is being opened for it goes to whoever comes next.
    mutating func cancel(_ waiter: WaiterID) -> [Action] {
        forget(waiter) ? [.fail(waiter, .cancelled)] : []
    }

    mutating func opened(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard let connection = connections[id], case .opening = connection.state else { return [] }
        shares[connection.key]?.opening -= 1
        guard !isShuttingDown else { return close(id) }
        return offer(id, at: now)
    }

    /// It could not be opened: the first who waits for one of its key is told, the next has another try.
    mutating func couldNotOpen(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard let connection = connections[id], case .opening = connection.state else { return [] }
        var actions: [Action] = []
        if let waiter = nextWaiter(of: connection.key) { actions.append(.fail(waiter, .couldNotOpen)) }
        remove(id)
        return actions + provide(at: now) + finish()
    }

    mutating func release(_ id: ConnectionID, isReusable: Bool, at now: Instant) -> [Action] {
        guard case .leased = connections[id]?.state else { return [] }
        guard isReusable, !isShuttingDown else { return close(id) }
        return offer(id, at: now)
    }

    /// It is closed, as was asked or because it broke.
    mutating func closed(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard let connection = connections[id] else { return [] }
        // One that broke while leased still counts until it is given back: its user has yet to notice.
        if case .leased = connection.state { return [] }
        remove(id)
        return provide(at: now) + finish()
    }

    /// Time went on: deadlines pass, and connections grow too old to keep.
    mutating func advance(to now: Instant) -> [Action] {
        var actions: [Action] = []
        while let first = deadlines.first, first.at <= now {
            if forget(first.id) { actions.append(.fail(first.id, .deadline)) }
            dropPassedDeadlines()
        }
        for (id, connection) in connections.sorted(by: { $0.key < $1.key }) {
            if case .idle(let since, _) = connection.state, since + limits.idleLimit <= now { actions += close(id) }
        }
        return actions
    }

    /// Nobody gets a connection any more; `finished` tells when the last is closed.
    mutating func shutDown() -> [Action] {
        isShuttingDown = true
        var actions: [Action] = []
        while let first = deadlines.first {
            if forget(first.id) { actions.append(.fail(first.id, .shutDown)) }
        }
        for (id, connection) in connections.sorted(by: { $0.key < $1.key }) {
            if case .idle = connection.state { actions += close(id) }
        }
        return actions + finish()
    }

    // MARK: What it knows

    /// The next moment at which time matters, where there is one.
    var nextDeadline: Instant? {
        let oldest = leastRecentlyUsedIdle { _ in true }
        return [deadlines.first?.at, oldest.map { $0.since + limits.idleLimit }].compactMap(\.self).min()
    }

    /// Whether anybody has, or waits for, a connection of that key.
    func knows(_ key: Key) -> Bool { shares[key] != nil }

    func has(_ id: ConnectionID) -> Bool { connections[id] != nil }

    var statistics: PoolStatistics {
        var statistics = PoolStatistics()
        statistics.waiting = waiters.count
        for connection in connections.values {
            switch connection.state {
            case .opening: statistics.opening += 1
            case .idle: statistics.idle += 1
            case .leased: statistics.leased += 1
            case .closing: statistics.closing += 1
            }
        }
        return statistics
    }

    // MARK: Decisions

    /// A connection that just came free goes to a waiter of its key, unless it has served its turns and another key is to
    /// have its place; without such a waiter it is idle, and whoever needs the room may have it.
    private mutating func offer(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard let connection = connections[id] else { return [] }
        if connection.turns >= Self.turns, mustYield(connection.key) { return close(id) }
        if let waiter = nextWaiter(of: connection.key) { return [lease(id, to: waiter)] }
        releases += 1
        connections[id]?.state = .idle(since: now, order: releases)
        connections[id]?.turns = 0
        shares[connection.key]?.idle.append(id)
        idle += 1
        return provide(at: now)
    }

    /// Whether a key that has less waits for room that nobody else is about to make.
    private mutating func mustYield(_ key: Key) -> Bool {
        guard connections.count >= limits.cap, let mine = shares[key]?.connections else { return false }
        if let next = firstWithout(), next != key { return closing < without.count }
        if let next = firstWith(), let theirs = shares[next]?.connections {
            return closing == 0 && mine > theirs + 1
        }
        return false
    }

    /// Opens what there is room for, keys without a connection first; then makes room, one place a key at a time.
    private mutating func provide(at now: Instant) -> [Action] {
        guard !isShuttingDown else { return [] }
        var actions: [Action] = []
        while connections.count < limits.cap, let key = firstWithout() ?? firstWith() {
            actions.append(open(for: key))
        }
        while idle > 0, closing < without.count, firstWithout() != nil,
            let victim = leastRecentlyUsedIdle({ _ in true })
        {
            actions += close(victim.id)
        }
        if idle > 0, closing == 0, let key = firstWith(), let mine = shares[key]?.connections {
            let victim = leastRecentlyUsedIdle { other in
                other.since + Self.warmth <= now || (shares[other.key]?.connections ?? 0) > mine + 1
            }
            if let victim { actions += close(victim.id) }
        }
        return actions
    }

    private func needsMore(_ key: Key) -> Bool {
        guard let share = shares[key] else { return false }
        return share.waiting > share.opening && share.connections < limits.perKey
    }

    /// Puts the key into the line that it belongs to, where it needs a connection.
    private mutating func lineUp(_ key: Key) {
        guard needsMore(key), let share = shares[key] else { return }
        if share.connections == 0, !share.isInLine.without {
            shares[key]?.isInLine.without = true
            without.append(key)
        } else if share.connections > 0, !share.isInLine.with {
            shares[key]?.isInLine.with = true
            with.append(key)
        }
    }

    private mutating func firstWithout() -> Key? {
        while let key = without.first {
            if needsMore(key), shares[key]?.connections == 0 { return key }
            without.popFirst()
            shares[key]?.isInLine.without = false
        }
        return nil
    }

    private mutating func firstWith() -> Key? {
        while let key = with.first {
            if needsMore(key), shares[key]?.connections != 0 { return key }
            with.popFirst()
            shares[key]?.isInLine.with = false
        }
        return nil
    }

    // MARK: Steps

    /// For the first of its line, which stands at its end afterwards if it needs another.
    private mutating func open(for key: Key) -> Action {
        if shares[key]?.connections == 0 {
            without.popFirst()
            shares[key]?.isInLine.without = false
        } else {
            with.popFirst()
            shares[key]?.isInLine.with = false
        }
        lastConnection += 1
        connections[lastConnection] = Connection(key: key, state: .opening)
        shares[key]?.connections += 1
        shares[key]?.opening += 1
        lineUp(key)
        return .open(lastConnection, for: key)
    }

    private mutating func lease(_ id: ConnectionID, to waiter: WaiterID) -> Action {
        connections[id]?.state = .leased
        connections[id]?.turns += 1
        return .lease(id, to: waiter)
    }

    private mutating func close(_ id: ConnectionID) -> [Action] {
        leaveIdle(id)
        connections[id]?.state = .closing
        closing += 1
        return [.close(id)]
    }

    private mutating func leaveIdle(_ id: ConnectionID) {
        guard let connection = connections[id], case .idle = connection.state else { return }
        shares[connection.key]?.idle.removeAll { $0 == id }
        idle -= 1
    }

    private mutating func remove(_ id: ConnectionID) {
        leaveIdle(id)
        guard let connection = connections.removeValue(forKey: id) else { return }
        shares[connection.key]?.connections -= 1
        switch connection.state {
        case .opening: shares[connection.key]?.opening -= 1
        case .closing: closing -= 1
        case .idle, .leased: break
        }
        lineUp(connection.key)
        forgetIfNothing(connection.key)
    }

    /// Takes the first of the key who still waits out of the line.
    private mutating func nextWaiter(of key: Key) -> WaiterID? {
        while let waiter = shares[key]?.waiters.popFirst() {
            if forget(waiter) { return waiter }
        }
        return nil
    }

    /// The waiter waits no longer; false where it did not.
    private mutating func forget(_ waiter: WaiterID) -> Bool {
        guard let key = waiters.removeValue(forKey: waiter) else { return false }
        shares[key]?.waiting -= 1
        // Those who went leave holes; with the last of them the line is empty.
        if shares[key]?.waiting == 0 { shares[key]?.waiters = FIFO() }
        forgetIfNothing(key)
        dropPassedDeadlines()
        return true
    }

    private mutating func dropPassedDeadlines() {
        while let first = deadlines.first, waiters[first.id] == nil { deadlines.popFirst() }
    }

    private mutating func forgetIfNothing(_ key: Key) {
        if shares[key]?.isNothing == true { shares[key] = nil }
    }

    private func finish() -> [Action] {
        isShuttingDown && connections.isEmpty ? [.finished] : []
    }

    private struct Idle {
        let id: ConnectionID
        let key: Key
        let since: Instant
        let order: UInt64
    }

    private func leastRecentlyUsedIdle(_ mayGo: (Idle) -> Bool) -> Idle? {
        guard idle > 0 else { return nil }
        var oldest: Idle?
        for (id, connection) in connections {
            guard case .idle(let since, let order) = connection.state, order < oldest?.order ?? .max else { continue }
            let candidate = Idle(id: id, key: connection.key, since: since, order: order)
            if mayGo(candidate) { oldest = candidate }
        }
        return oldest
    }
}
