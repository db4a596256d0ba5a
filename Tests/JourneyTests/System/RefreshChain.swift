import Synchronization

/// What came back for refresh tokens: which successor each was answered with, over all clients and all lives of the gateway.
final class Acknowledgements: Sendable {
    private struct State {
        var successors: [String: Set<String>] = [:]
        var count = 0
        var alarm: (at: Int, ring: @Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Calls `ring` in the middle of the acknowledgement that is `more` from now.
    func ring(after more: Int, _ ring: @escaping @Sendable () -> Void) {
        state.withLock { $0.alarm = ($0.count + more, ring) }
    }

    func record(_ spent: String, _ successor: String) {
        let ring = state.withLock { state -> (@Sendable () -> Void)? in
            state.successors[spent, default: []].insert(successor)
            state.count += 1
            guard let alarm = state.alarm, state.count >= alarm.at else { return nil }
            state.alarm = nil
            return alarm.ring
        }
        ring?()
    }

    /// How many tokens were accepted with successors that differ.
    var forks: Int { state.withLock { $0.successors.values.count { $0.count > 1 } } }
}

/// One session as its client sees it, which refreshes without pause and each time by two requests at once.
struct RefreshChain: Sendable {
    /// The last tokens that were acknowledged.
    private(set) var current: Tokens

    init(_ tokens: Tokens) {
        current = tokens
    }

    /// Goes on until the gateway, or its database, no longer answers.
    ///
    /// - Returns: an answer that is no tokens; nil where the one or the other just went away.
    mutating func refreshUntilGone(_ person: Person, _ acknowledged: Acknowledgements) async throws -> Reply? {
        while true {
            let token = current.refresh
            async let one = try? person.refresh(token)
            async let other = try? person.refresh(token)
            let replies = [await one, await other]
            for case let reply? in replies {
                if reply.status == 503 { continue }
                guard reply.status == 200 else { return reply }
                current = try Tokens(reply)
                acknowledged.record(token, current.refresh)
            }
            if replies.contains(where: { $0?.status != 200 }) { return nil }
        }
    }

    /// Takes up where the gateway went away, by the last token that was acknowledged. Its successor may have been stored
    /// and its reply lost: then this is a repeat, which is granted for ten seconds.
    mutating func resume(_ person: Person, _ acknowledged: Acknowledgements) async throws -> Reply {
        let token = current.refresh
        let reply = try await person.refresh(token)
        if reply.status == 200 {
            current = try Tokens(reply)
            acknowledged.record(token, current.refresh)
        }
        return reply
    }
}
