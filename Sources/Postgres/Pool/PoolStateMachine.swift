/// Who gets which connection, when one is opened, and which is closed to make room: decided here, done elsewhere.
///
/// A value without clock, socket or lock. Inputs are its methods, what is to be done comes back as ``Action``s, time is a
/// parameter. One cap holds over all databases; a connection counts against it from the moment it is to be opened until
/// it is closed, since that is how the server counts.
///
/// `Key` says which connections are alike: those of one may be given to any of its waiters.
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
    }

    private struct Waiter: Sendable {
        let id: WaiterID
        let key: Key
        let deadline: Instant
    }

    private let limits: Limits
    private var connections: [ConnectionID: Connection] = [:]
    private var countByKey: [Key: Int] = [:]
    /// In the order in which they came.
    private var waiters: [Waiter] = []
    private var lastConnection: ConnectionID = 0
    private var releases: UInt64 = 0
    private var isShuttingDown = false

    init(limits: Limits) {
        self.limits = limits
    }

    // MARK: Inputs

    mutating func acquire(_ waiter: WaiterID, _ key: Key, at now: Instant) -> [Action] {
        guard !isShuttingDown else { return [.fail(waiter, .shutDown)] }
        waiters.append(Waiter(id: waiter, key: key, deadline: now + limits.waitDeadline))
        return serve()
    }

    /// The waiter's task was cancelled. A connection that is being opened for it goes to whoever comes next.
    mutating func cancel(_ waiter: WaiterID) -> [Action] {
        guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
        waiters.remove(at: index)
        return [.fail(waiter, .cancelled)] + serve()
    }

    mutating func opened(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard case .opening = connections[id]?.state else { return [] }
        guard !isShuttingDown else { return close(id) }
        becomeIdle(id, at: now)
        return serve()
    }

    /// It could not be opened: the first who waits for one of its key is told, the next has another try.
    mutating func couldNotOpen(_ id: ConnectionID) -> [Action] {
        guard let connection = connections[id], case .opening = connection.state else { return [] }
        remove(id)
        var actions: [Action] = []
        if let index = waiters.firstIndex(where: { $0.key == connection.key }) {
            actions.append(.fail(waiters.remove(at: index).id, .couldNotOpen))
        }
        return actions + serve() + finish()
    }

    mutating func release(_ id: ConnectionID, isReusable: Bool, at now: Instant) -> [Action] {
        guard case .leased = connections[id]?.state else { return [] }
        guard isReusable, !isShuttingDown else { return close(id) }
        becomeIdle(id, at: now)
        return serve()
    }

    /// It is closed, as was asked or because it broke.
    mutating func closed(_ id: ConnectionID) -> [Action] {
        guard let connection = connections[id] else { return [] }
        // One that broke while leased still counts until it is given back: its user has yet to notice.
        if case .leased = connection.state { return [] }
        remove(id)
        return serve() + finish()
    }

    /// Time went on: deadlines pass, and connections grow too old to keep.
    mutating func advance(to now: Instant) -> [Action] {
        var actions: [Action] = []
        waiters.removeAll { waiter in
            guard waiter.deadline <= now else { return false }
            actions.append(.fail(waiter.id, .deadline))
            return true
        }
        for (id, connection) in connections.sorted(by: { $0.key < $1.key }) {
            if case .idle(let since, _) = connection.state, since + limits.idleLimit <= now { actions += close(id) }
        }
        return actions
    }

    /// Nobody gets a connection any more; `finished` tells when the last is closed.
    mutating func shutDown() -> [Action] {
        isShuttingDown = true
        var actions: [Action] = waiters.map { .fail($0.id, .shutDown) }
        waiters = []
        for (id, connection) in connections.sorted(by: { $0.key < $1.key }) {
            if case .idle = connection.state { actions += close(id) }
        }
        return actions + finish()
    }

    // MARK: What it knows

    /// The next moment at which time matters, where there is one.
    var nextDeadline: Instant? {
        let idleEnds = connections.values.compactMap { connection -> Instant? in
            guard case .idle(let since, _) = connection.state else { return nil }
            return since + limits.idleLimit
        }
        return (waiters.map(\.deadline) + idleEnds).min()
    }

    /// Whether anybody has, or waits for, a connection of that key.
    func knows(_ key: Key) -> Bool {
        countByKey[key] != nil || waiters.contains { $0.key == key }
    }

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

    /// Goes through the waiters in order and gives each the best there is: an idle connection of its key; the expectation
    /// of one that is being opened; a new one; the place of one that is being closed; the place of the idle connection of
    /// another key that was not used for longest. A waiter whose key is at its own limit holds nobody up.
    private mutating func serve() -> [Action] {
        guard !waiters.isEmpty else { return [] }
        var actions: [Action] = []
        var expected: [Key: Int] = [:]
        var placesToCome = 0
        for connection in connections.values {
            switch connection.state {
            case .opening: expected[connection.key, default: 0] += 1
            case .closing: placesToCome += 1
            case .idle, .leased: break
            }
        }
        var left: [Waiter] = []
        for waiter in waiters {
            if let id = mostRecentlyUsedIdle(of: waiter.key) {
                connections[id]?.state = .leased
                actions.append(.lease(id, to: waiter.id))
                continue
            }
            left.append(waiter)
            if let coming = expected[waiter.key], coming > 0 {
                expected[waiter.key] = coming - 1
            } else if countByKey[waiter.key, default: 0] >= limits.perKey {
                continue
            } else if connections.count < limits.cap {
                actions.append(open(for: waiter.key))
            } else if placesToCome > 0 {
                placesToCome -= 1
            } else if let id = leastRecentlyUsedIdle() {
                actions += close(id)
            }
        }
        waiters = left
        return actions
    }

    private mutating func open(for key: Key) -> Action {
        lastConnection += 1
        connections[lastConnection] = Connection(key: key, state: .opening)
        countByKey[key, default: 0] += 1
        return .open(lastConnection, for: key)
    }

    private mutating func close(_ id: ConnectionID) -> [Action] {
        connections[id]?.state = .closing
        return [.close(id)]
    }

    private mutating func becomeIdle(_ id: ConnectionID, at now: Instant) {
        releases += 1
        connections[id]?.state = .idle(since: now, order: releases)
    }

    private mutating func remove(_ id: ConnectionID) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        let count = countByKey[connection.key, default: 1] - 1
        countByKey[connection.key] = count > 0 ? count : nil
    }

    private func finish() -> [Action] {
        isShuttingDown && connections.isEmpty ? [.finished] : []
    }

    private func mostRecentlyUsedIdle(of key: Key) -> ConnectionID? {
        idle.filter { connections[$0.id]?.key == key }.max { $0.order < $1.order }?.id
    }

    private func leastRecentlyUsedIdle() -> ConnectionID? {
        idle.min { $0.order < $1.order }?.id
    }

    private var idle: [(id: ConnectionID, order: UInt64)] {
        connections.compactMap { id, connection in
            guard case .idle(_, let order) = connection.state else { return nil }
            return (id, order)
        }
    }
}
