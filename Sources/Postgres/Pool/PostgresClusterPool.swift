package import BoundedWorkers
import Synchronization

/// The connections to one cluster, over all its databases, under one cap.
///
/// ``PoolStateMachine`` decides; this shell opens, closes, wakes and keeps time.
package final class PostgresClusterPool: Sendable {
    private typealias Machine = PoolStateMachine<PostgresPoolKey>

    private struct State {
        var machine: Machine
        var configurations: [PostgresPoolKey: PostgresConfiguration] = [:]
        var connections: [Machine.ConnectionID: PostgresConnection] = [:]
        var continuations: [Machine.WaiterID: CheckedContinuation<Lease, any Error>] = [:]
        var openFailures: [Machine.WaiterID: any Error] = [:]
        var lastWaiter: Machine.WaiterID = 0
        var timer: (at: Machine.Instant, task: Task<Void, Never>)?
        var shutdownWaiters: [CheckedContinuation<Void, Never>] = []

        /// Forgets how to reach what nobody asks for: a password lives no longer than its connections.
        mutating func forgetUnused() {
            configurations = configurations.filter { machine.knows($0.key) }
        }
    }

    private struct Lease: Sendable {
        let id: Machine.ConnectionID
        let connection: PostgresConnection
    }

    /// What is left to do of an action once the lock is released.
    private enum Deed: Sendable {
        case resume(CheckedContinuation<Lease, any Error>, Result<Lease, any Error>)
        case open(Machine.ConnectionID, PostgresConfiguration)
        case close(Machine.ConnectionID, PostgresConnection)
        case finish([CheckedContinuation<Void, Never>])
    }

    package static let defaultWaitDeadline: Duration = .seconds(5)
    package static let defaultIdleLimit: Duration = .seconds(300)

    private let workers: BoundedWorkers
    private let state: Mutex<State>

    /// - Parameters:
    ///   - cap: the most connections at once, over all databases; those being opened or closed count.
    ///   - perDatabaseCap: the most to one database with one role; nil for no limit but the cap.
    ///   - waitDeadline: how long a caller waits for a connection before it fails with `poolDeadline`.
    ///   - idleLimit: how long a connection nobody uses is kept.
    ///   - workers: resolve names and deliver cancels.
    package init(
        cap: Int,
        perDatabaseCap: Int? = nil,
        waitDeadline: Duration = defaultWaitDeadline,
        idleLimit: Duration = defaultIdleLimit,
        workers: BoundedWorkers
    ) {
        self.workers = workers
        let limits = Machine.Limits(
            cap: max(cap, 1),
            perKey: max(perDatabaseCap ?? cap, 1),
            waitDeadline: waitDeadline,
            idleLimit: idleLimit
        )
        state = Mutex(State(machine: Machine(limits: limits)))
    }

    // MARK: Use

    /// Lends a connection to `body`. What `body` leaves open is rolled back; a connection whose session was changed (SET,
    /// LISTEN), or whose state is unknown, is closed instead of being lent again.
    ///
    /// `body` runs on the connection's own thread, so that each of its statements is answered without a change of threads.
    /// Others are answered there too: what burns or blocks goes to `BoundedWorkers`.
    ///
    /// - Throws: what `body` throws; ``PostgresError`` of kind `poolDeadline`, `poolShutDown` or `cancelled`, or why no
    ///   connection could be opened.
    package func withConnection<R>(
        to configuration: PostgresConfiguration,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let lease = try await acquire(configuration)
        return try await withTaskExecutorPreference(lease.connection.executor) {
            do {
                let result = try await body(lease.connection)
                await giveBack(lease)
                return result
            } catch {
                await giveBack(lease)
                throw error
            }
        }
    }

    /// Lends a connection for one transaction: committed when `body` returns, rolled back when it throws.
    package func withTransaction<R>(
        to configuration: PostgresConfiguration,
        isolation: PostgresTransaction.Isolation = .readCommitted,
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await withConnection(to: configuration) { connection in
            try await connection.transaction(isolation: isolation, body)
        }
    }

    /// Refuses callers from now on, and returns when the connections that are lent were given back and all are closed.
    package func shutdown() async {
        await withCheckedContinuation { continuation in
            change { state in
                state.shutdownWaiters.append(continuation)
                return state.machine.shutDown()
            }
        }
    }

    package var statistics: PoolStatistics { state.withLock { $0.machine.statistics } }

    private func acquire(_ configuration: PostgresConfiguration) async throws -> Lease {
        let key = PostgresPoolKey(configuration)
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                change { state in
                    state.configurations[key] = configuration
                    state.continuations[waiter] = continuation
                    let actions = state.machine.acquire(waiter, key, at: .now)
                    // A cancellation before the waiter was there found nobody to cancel.
                    return Task.isCancelled ? actions + state.machine.cancel(waiter) : actions
                }
            }
        } onCancel: {
            change { $0.machine.cancel(waiter) }
        }
    }

    private func giveBack(_ lease: Lease) async {
        let isReusable = await lease.connection.becomeReusable()
        change { $0.machine.release(lease.id, isReusable: isReusable, at: .now) }
    }

    // MARK: Doing what the machine says

    private func change(_ input: (inout State) -> [Machine.Action]) {
        let deeds = state.withLock { state in
            let actions = input(&state)
            let deeds = actions.compactMap { Self.deed(of: $0, in: &state) }
            keepTime(in: &state)
            return deeds
        }
        for deed in deeds { perform(deed) }
    }

    private static func deed(of action: Machine.Action, in state: inout State) -> Deed? {
        switch action {
        case .lease(let id, let waiter):
            guard let continuation = state.continuations.removeValue(forKey: waiter) else { return nil }
            guard let connection = state.connections[id] else {
                return .resume(continuation, .failure(PostgresError(.connectionLost)))
            }
            return .resume(continuation, .success(Lease(id: id, connection: connection)))
        case .open(let id, let key):
            return state.configurations[key].map { .open(id, $0) }
        case .close(let id):
            return state.connections.removeValue(forKey: id).map { .close(id, $0) }
        case .fail(let waiter, let failure):
            let cause = state.openFailures.removeValue(forKey: waiter)
            guard let continuation = state.continuations.removeValue(forKey: waiter) else { return nil }
            return .resume(continuation, .failure(cause ?? failure.error))
        case .finished:
            defer { state.shutdownWaiters = [] }
            return .finish(state.shutdownWaiters)
        }
    }

    private func perform(_ deed: Deed) {
        switch deed {
        case .resume(let continuation, let result): continuation.resume(with: result)
        case .open(let id, let configuration): open(id, configuration)
        case .close(let id, let connection):
            Task {
                await connection.close()
                wasLost(id)
            }
        case .finish(let waiters): for waiter in waiters { waiter.resume() }
        }
    }

    private func open(_ id: Machine.ConnectionID, _ configuration: PostgresConfiguration) {
        Task {
            do {
                let connection = try await PostgresConnection.connect(configuration, workers: workers)
                change { state in
                    state.connections[id] = connection
                    return state.machine.opened(id, at: .now)
                }
                connection.onClose { [weak self] in self?.wasLost(id) }
            } catch {
                change { state in
                    let actions = state.machine.couldNotOpen(id, at: .now)
                    // The waiter who is told is told why.
                    for case .fail(let waiter, .couldNotOpen) in actions { state.openFailures[waiter] = error }
                    state.forgetUnused()
                    return actions
                }
            }
        }
    }

    /// It was closed; or it broke while idle, or while lent: then its user finds out, and gives it back.
    private func wasLost(_ id: Machine.ConnectionID) {
        change { state in
            let actions = state.machine.closed(id, at: .now)
            if !state.machine.has(id) { state.connections[id] = nil }
            state.forgetUnused()
            return actions
        }
    }

    /// Has one task sleep until the machine's next deadline, if there is one. Called with the lock held.
    private func keepTime(in state: inout State) {
        let next = state.machine.nextDeadline
        if let timer = state.timer {
            // A timer that rings too early looks again and sleeps on; only a later one has to go.
            if let next, timer.at <= next { return }
            timer.task.cancel()
            state.timer = nil
        }
        guard let next else { return }
        let task = Task { [weak self] in
            guard (try? await Task.sleep(until: next, clock: .continuous)) != nil else { return }
            self?.ring()
        }
        state.timer = (next, task)
    }

    private func ring() {
        change { state in
            state.timer = nil
            return state.machine.advance(to: .now)
        }
    }
}

extension PoolStateMachine.Failure {
    fileprivate var error: PostgresError {
        switch self {
        case .deadline: PostgresError(.poolDeadline)
        case .cancelled: PostgresError(.cancelled)
        case .shutDown: PostgresError(.poolShutDown)
        case .couldNotOpen: PostgresError(.connectFailed)
        }
    }
}
