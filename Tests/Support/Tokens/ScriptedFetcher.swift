import Synchronization
package import TokenVerification

/// Answers requests by a function that the test gives, and keeps what was asked.
package final class ScriptedFetcher: TokenVerificationFetcher {
    /// What stands for a connection that fails.
    package struct Unreachable: Error {
        package init() {}
    }

    private struct State: Sendable {
        var requests: [FetchRequest] = []
        var answer: @Sendable (FetchRequest) throws -> FetchResponse
    }

    private let state: Mutex<State>

    package init(_ answer: @escaping @Sendable (FetchRequest) throws -> FetchResponse = { _ in throw Unreachable() }) {
        state = Mutex(State(answer: answer))
    }

    package var requests: [FetchRequest] { state.withLock { $0.requests } }

    package func answer(by answer: @escaping @Sendable (FetchRequest) throws -> FetchResponse) {
        state.withLock { $0.answer = answer }
    }

    package func fetch(_ request: FetchRequest) async throws -> FetchResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answer
        }
        return try answer(request)
    }
}
