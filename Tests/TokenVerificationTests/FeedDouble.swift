import JOSE
import Synchronization
import TestSupport
import TokenVerification

/// A gateway as the follower sees it: a key set, a feed, and what was asked of both.
final class FeedDouble: Sendable {
    private struct State: Sendable {
        var keys: FetchResponse?
        var feed: FetchResponse?
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
            let response = state.value.withLock { request.url.hasSuffix("jwks.json") ? $0.keys : $0.feed }
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
        state.value.withLock { $0.feed = FetchResponse(status: status, body: Array(feed.utf8)) }
    }

    func cutOff() {
        state.value.withLock { $0.feed = nil }
    }

    func record(_ event: RevocationFollower.Event) {
        state.value.withLock { $0.events.append(event) }
    }
}
