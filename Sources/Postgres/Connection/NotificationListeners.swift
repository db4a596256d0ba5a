import Synchronization

/// Who listens to which channel of one connection.
final class NotificationListeners: Sendable {
    /// Notifications kept for a reader who is slow; past it the oldest are dropped.
    static let buffered = 1_024

    private typealias Continuation = AsyncThrowingStream<PostgresNotification, any Error>.Continuation

    private struct State {
        var lastID = 0
        var channels: [String: [Int: Continuation]] = [:]
    }

    private let state = Mutex(State())

    /// Adds a listener.
    ///
    /// - Parameter whenUnused: called when the channel's last listener has left.
    /// - Returns: its stream, and whether it is the channel's first.
    func add(
        _ channel: String,
        whenUnused: @escaping @Sendable () -> Void
    ) -> (stream: AsyncThrowingStream<PostgresNotification, any Error>, listener: (id: Int, isFirst: Bool)) {
        let (stream, continuation) = AsyncThrowingStream<PostgresNotification, any Error>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.buffered)
        )
        let listener = state.withLock { state in
            state.lastID += 1
            let isFirst = state.channels[channel] == nil
            state.channels[channel, default: [:]][state.lastID] = continuation
            return (id: state.lastID, isFirst: isFirst)
        }
        continuation.onTermination = { [weak self] _ in
            if self?.remove(listener.id, from: channel) == true { whenUnused() }
        }
        return (stream, listener)
    }

    /// Returns whether it was the channel's last.
    private func remove(_ id: Int, from channel: String) -> Bool {
        state.withLock { state in
            guard state.channels[channel]?.removeValue(forKey: id) != nil else { return false }
            guard state.channels[channel]?.isEmpty == true else { return false }
            state.channels[channel] = nil
            return true
        }
    }

    func deliver(_ notification: PostgresNotification) {
        let listeners = state.withLock { $0.channels[notification.channel].map { Array($0.values) } ?? [] }
        for listener in listeners { listener.yield(notification) }
    }

    /// Ends the listeners of one channel, which could not be listened to.
    func end(_ channel: String, with error: PostgresError) {
        let listeners = state.withLock { $0.channels.removeValue(forKey: channel) }
        for listener in listeners.map({ Array($0.values) }) ?? [] { listener.finish(throwing: error) }
    }

    /// Ends all of them: the connection is gone.
    func end(with error: PostgresError) {
        let channels = state.withLock { state in
            defer { state.channels = [:] }
            return state.channels
        }
        for listener in channels.values.flatMap(\.values) { listener.finish(throwing: error) }
    }
}
