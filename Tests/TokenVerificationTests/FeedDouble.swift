import JOSE
import Synchronization
import TestSupport
import TokenVerification

/// A gateway as the follower sees it: a key set, a feed, and what was asked of both.
final class FeedDouble: Sendable {
    private struct State: Sendable {
        var keys: FetchResponse?
        /// The answer to the question for what comes after a number.
        var feed: (@Sendable (_ after: Int64) throws -> FetchResponse)?
        var events: [RevocationFollower.Event] = []
    }

    let fetcher: ScriptedFetcher
    private let state: Box

    private final class Box: Sendable {
        let value = Mutex(State())
    }

    init() {
        let state = Box()
        self.state = state
        fetcher = ScriptedFetcher { request in
            let (keys, feed) = state.value.withLock { ($0.keys, $0.feed) }
            let question = request.url.firstRange(of: "?after=").flatMap { Int64(request.url[$0.upperBound...]) }
            let response = if let question { try feed?(question) } else { keys }
            guard let response else { throw ScriptedFetcher.Unreachable() }
            return response
        }
    }

    var events: [RevocationFollower.Event] { state.value.withLock { $0.events } }
    var feedRequests: [FetchRequest] { fetcher.requests.filter { $0.url.contains("session-revocations") } }
    var keyRequests: [FetchRequest] { fetcher.requests.filter { $0.url.hasSuffix("jwks.json") } }

    func serve(keys: JSONWebKeySet) {
        state.value.withLock { $0.keys = FetchResponse(status: 200, body: keys.jsonBytes()) }
    }

    func withholdKeys() {
        state.value.withLock { $0.keys = nil }
    }

    func serve(feed: String, status: Int = 200) {
        serve(status: status) { _ in feed }
    }

    /// Answers whichever question comes.
    func serve(status: Int = 200, _ feed: @escaping @Sendable (_ after: Int64) throws -> String) {
        state.value.withLock { $0.feed = { FetchResponse(status: status, body: Array(try feed($0).utf8)) } }
    }

    func cutOff() {
        state.value.withLock { $0.feed = nil }
    }

    func record(_ event: RevocationFollower.Event) {
        state.value.withLock { $0.events.append(event) }
    }
}
