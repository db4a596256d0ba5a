public import JOSE
import Synchronization

/// The gateway's public keys, fetched from `/.well-known/jwks.json` and remembered.
///
/// - A set is fetched anew from an age of 10 minutes on, by ``run()`` before that, so that no request waits.
/// - A key name that is not in the set is asked for once; then the set is left alone for 30 seconds, and the name is
///   remembered as absent.
/// - While the gateway can't be reached the last good set serves for an hour. Without one, every token is refused.
/// - Requests that need a fetch at the same time share it.
public final class KeySetCache: VerificationKeys {
    private let address: String
    private let fetcher: any TokenVerificationFetcher
    private let host: VerifierHost
    private let state: StripedValue<KeySetState>
    private let flight = Mutex<Task<Bool, Never>?>(nil)

    /// Longest wait for the set in seconds: a request may be waiting for it.
    private static let timeoutSeconds = 5

    /// A cache that is empty at first.
    ///
    /// - Parameters:
    ///   - gateway: whose keys.
    ///   - fetcher: how they are fetched.
    ///   - host: time and waiting.
    ///   - maximumAgeSeconds: from which age on a set is fetched anew.
    public convenience init(
        of gateway: GatewayAddress,
        fetcher: any TokenVerificationFetcher,
        host: VerifierHost,
        maximumAgeSeconds: Int = 600
    ) {
        var settings = KeySetState.Settings()
        settings.maximumAge = min(max(1, maximumAgeSeconds), settings.lastGoodBound)
        self.init(of: gateway, fetcher: fetcher, host: host, settings: settings)
    }

    init(
        of gateway: GatewayAddress,
        fetcher: any TokenVerificationFetcher,
        host: VerifierHost,
        settings: KeySetState.Settings
    ) {
        address = gateway.keySetURL
        self.fetcher = fetcher
        self.host = host
        state = StripedValue(KeySetState(settings: settings))
    }

    /// The key as far as it is known at once; see ``VerificationKeys``.
    public func lookUp(_ identifier: KeyIdentifier, at now: Int) -> KeyLookup {
        state.read(stripe: identifier.hashValue) { $0.lookUp(identifier, at: now) }
    }

    /// The key after one fetch, which is shared with whoever else waits for it.
    public func lookUpRefreshed(_ identifier: KeyIdentifier, at now: Int) async -> KeyLookup {
        await refresh()
        let lookup = state.read(stripe: 0) { $0.settled(identifier, at: host.now()) }
        if lookup == .absent { state.update { $0.missed(identifier) } }
        return lookup
    }

    /// Fetches the set now, or waits for the fetch that is under way. Answers whether a sound set came.
    @discardableResult
    public func refresh() async -> Bool {
        let task = flight.withLock { current in
            if let current { return current }
            let task = Task {
                let succeeded = await self.fetch()
                self.flight.withLock { $0 = nil }
                return succeeded
            }
            current = task
            return task
        }
        return await task.value
    }

    /// Keeps the set fresh until the task is cancelled.
    public func run() async throws {
        while !Task.isCancelled {
            await refresh()
            let seconds = state.read(stripe: 0) { $0.secondsUntilRefresh(at: host.now()) }
            // Up to a tenth later, so that many services don't come in one second.
            try await host.pause(Double(seconds) * (1 + host.chance() / 10))
        }
    }

    private func fetch() async -> Bool {
        let startedAt = host.now()
        state.update { $0.attempted(at: startedAt) }
        let request = FetchRequest(
            url: address,
            headers: [FetchHeader(name: "Accept", value: "application/json")],
            timeoutSeconds: Self.timeoutSeconds,
            maximumBytes: JSONWebKeySet.maximumBytes
        )
        // Whatever goes wrong, the last good set stays within its bound: a broken answer must not take keys away.
        guard let response = try? await fetcher.fetch(request), response.status == 200,
            response.body.count <= JSONWebKeySet.maximumBytes,
            let keys = try? JSONWebKeySet(parsing: response.body), !keys.keys.isEmpty
        else { return false }
        state.update { $0.fetched(keys, at: startedAt) }
        return true
    }
}
