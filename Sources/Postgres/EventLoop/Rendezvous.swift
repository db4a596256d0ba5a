import Synchronization

/// One value that one task waits for, with a deadline, and that anybody may bring: a socket's readiness, a worker's
/// answer. Whoever comes first decides; cancelling the task counts as coming.
final class Rendezvous<Value: Sendable>: Sendable {
    private enum State {
        case nobody
        case waiting(CheckedContinuation<Value, any Error>)
        case settled(Result<Value, any Error>)
        case over
    }

    private let deadline: ContinuousClock.Instant
    private let state = Mutex(State.nobody)

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    func settle(_ result: Result<Value, any Error>) {
        let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
            switch state {
            case .nobody:
                state = .settled(result)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .settled, .over:
                return nil
            }
        }
        waiting?.resume(with: result)
    }

    /// Waits, at most until the deadline, which ``EventLoop`` watches.
    func value(on loop: EventLoop) async throws -> Value {
        let id = loop.nextID()
        loop.join(self, as: id)
        defer { loop.leave(id) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let settled: Result<Value, any Error>? = state.withLock { state in
                    guard case .settled(let result) = state else {
                        state = .waiting(continuation)
                        return nil
                    }
                    state = .over
                    return result
                }
                if let settled { continuation.resume(with: settled) }
                loop.keepTime()
            }
        } onCancel: {
            settle(.failure(PostgresError(.cancelled)))
        }
    }
}

extension Rendezvous: EventLoopMember {
    func socketIsReady() {}

    func wasWoken() {}

    func clockTicked(to now: ContinuousClock.Instant) -> Bool {
        guard now >= deadline else { return true }
        settle(.failure(PostgresError(.timeout)))
        return false
    }
}

/// Waits once for a socket.
final class SocketWait: EventLoopMember {
    private let rendezvous: Rendezvous<Void>

    private init(deadline: ContinuousClock.Instant) {
        rendezvous = Rendezvous(deadline: deadline)
    }

    static func ready(
        _ socket: Int32,
        for interest: EventLoop.Interest,
        until deadline: ContinuousClock.Instant,
        on loop: EventLoop
    ) async throws {
        let wait = SocketWait(deadline: deadline)
        let id = loop.nextID()
        loop.join(wait, as: id)
        loop.watch(socket, for: interest, as: id)
        defer {
            loop.unwatch(socket, as: id)
            loop.leave(id)
        }
        try await wait.rendezvous.value(on: loop)
    }

    func socketIsReady() {
        rendezvous.settle(.success(()))
    }

    func wasWoken() {}

    func clockTicked(to now: ContinuousClock.Instant) -> Bool { false }
}
