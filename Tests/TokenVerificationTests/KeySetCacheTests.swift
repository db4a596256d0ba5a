import JOSE
import Synchronization
import TestSupport
import Testing
import TokenVerification

/// The gateway's keys: how old they may be, when they are asked for, and what happens when nobody answers.
@Suite struct KeySetCacheTests {
    private let time = SteppingTime()
    private let forge = TokenForge()
    private let fetcher = ScriptedFetcher()
    private let cache: KeySetCache

    init() throws {
        let time = time
        cache = KeySetCache(
            of: try GatewayAddress(TokenForge.issuer),
            fetcher: fetcher,
            host: VerifierHost(now: { time.now }, pause: { _ in }, chance: { 0 })
        )
        serve(try forge.keySet.jsonBytes())
    }

    private func serve(_ body: [UInt8], status: Int = 200) {
        fetcher.answer { _ in FetchResponse(status: status, body: body) }
    }

    private func cutOff() {
        fetcher.answer { _ in throw ScriptedFetcher.Unreachable() }
    }

    /// What a request would get.
    private func lookUp(_ name: KeyIdentifier) async -> KeyLookup {
        let known = cache.lookUp(name, at: time.now)
        return known == .refreshNeeded ? await cache.lookUpRefreshed(name, at: time.now) : known
    }

    private var key: KeyLookup { .found(forge.key.publicKey) }

    @Test func fetchesOnceAndRemembers() async {
        for _ in 0..<3 { #expect(await lookUp(forge.key.identifier) == key) }
        #expect(fetcher.requests.map(\.url) == ["\(TokenForge.issuer)/.well-known/jwks.json"])
        #expect(fetcher.requests.first?.maximumBytes == JSONWebKeySet.maximumBytes)
    }

    @Test func fetchesAnewFromTenMinutesOn() async {
        _ = await lookUp(forge.key.identifier)
        time.advance(600)
        #expect(cache.lookUp(forge.key.identifier, at: time.now) == key)
        time.advance(1)
        #expect(cache.lookUp(forge.key.identifier, at: time.now) == .refreshNeeded)
        #expect(await lookUp(forge.key.identifier) == key)
        #expect(fetcher.requests.count == 2)
    }

    /// attacks 5.4 #41: without keys nothing is verified, and the gateway is not hammered for them.
    @Test func isClosedWithoutKeys() async {
        cutOff()
        #expect(await lookUp(forge.key.identifier) == .unavailable)
        #expect(await lookUp(forge.key.identifier) == .unavailable)
        #expect(fetcher.requests.count == 1)
        time.advance(1)
        serve((try? forge.keySet.jsonBytes()) ?? [])
        #expect(await lookUp(forge.key.identifier) == key)
    }

    /// attacks 5.4 #40: answers that are no set leave the cache as it was.
    @Test(arguments: [
        (200, "{}"), (200, ""), (200, #"{"keys":[]}"#), (200, #"{"keys":[{"kty":"oct","k":"AAAA"}]}"#), (500, "{}"),
        (404, "not found"), (302, ""), (204, ""),
    ])
    func ignoresAnswersThatAreNoSet(status: Int, body: String) async {
        serve(Array(body.utf8), status: status)
        #expect(await lookUp(forge.key.identifier) == .unavailable)
        serve((try? forge.keySet.jsonBytes()) ?? [])
        time.advance(30)
        #expect(await lookUp(forge.key.identifier) == key)
        serve(Array(body.utf8), status: status)
        time.advance(700)
        #expect(await lookUp(forge.key.identifier) == key)
    }

    /// A good set under another status than 200 is none either.
    @Test(arguments: [201, 203, 206, 301, 304, 401, 503])
    func takesSetsWith200Only(status: Int) async throws {
        serve(try forge.keySet.jsonBytes(), status: status)
        #expect(await lookUp(forge.key.identifier) == .unavailable)
    }

    /// attacks 5.4 #40: the last good keys serve while the gateway is away, within a bound.
    @Test func servesTheLastGoodKeysForAnHour() async {
        _ = await lookUp(forge.key.identifier)
        cutOff()
        time.advance(3_600)
        #expect(await lookUp(forge.key.identifier) == key)
        time.advance(1)
        #expect(await lookUp(forge.key.identifier) == .unavailable)
    }

    @Test func asksNoMoreThanTwiceAMinuteWhileTheGatewayIsAway() async {
        _ = await lookUp(forge.key.identifier)
        cutOff()
        time.advance(601)
        for _ in 0..<60 {
            #expect(await lookUp(forge.key.identifier) == key)
            time.advance(1)
        }
        #expect(fetcher.requests.count == 1 + 2)
    }

    /// attacks 5.4 #29: made-up names make us ask once in 30 seconds, and each of them once at most.
    @Test func asksOnceForAnUnknownName() async throws {
        _ = await lookUp(forge.key.identifier)
        time.advance(30)
        let stranger = try KeyIdentifier("stranger")
        for _ in 0..<5 { #expect(await lookUp(stranger) == .absent) }
        #expect(fetcher.requests.count == 2)
        for number in 0..<100 { #expect(await lookUp(try KeyIdentifier("name-\(number)")) == .absent) }
        #expect(fetcher.requests.count == 2)
        time.advance(30)
        #expect(await lookUp(stranger) == .absent)
        #expect(fetcher.requests.count == 2)
        #expect(await lookUp(try KeyIdentifier("name-7")) == .absent)
        #expect(fetcher.requests.count == 3)
    }

    /// attacks 5.4 #40: rotation. A key that is new here is found at its first token.
    @Test func findsAKeyThatWasPublishedMeanwhile() async throws {
        _ = await lookUp(forge.key.identifier)
        let next = TokenForge()
        serve(try JSONWebKeySet([JSONWebKey(forge.key.publicKey), JSONWebKey(next.key.publicKey)]).jsonBytes())
        time.advance(30)
        #expect(await lookUp(next.key.identifier) == .found(next.key.publicKey))
        #expect(await lookUp(forge.key.identifier) == key)
    }

    /// attacks 5.4 #40: and one that is withdrawn is gone with the next set.
    @Test func forgetsAKeyThatIsNoLongerPublished() async throws {
        _ = await lookUp(forge.key.identifier)
        serve(try TokenForge().keySet.jsonBytes())
        time.advance(601)
        #expect(await lookUp(forge.key.identifier) == .absent)
    }

    /// attacks 5.4 #41
    @Test func fetchesAnewWhenTheClockWentBack() async {
        _ = await lookUp(forge.key.identifier)
        time.advance(-31)
        #expect(cache.lookUp(forge.key.identifier, at: time.now) == .refreshNeeded)
        #expect(await lookUp(forge.key.identifier) == key)
    }

    @Test func sharesAFetchBetweenRequests() async {
        await withTaskGroup(of: KeyLookup.self) { group in
            for _ in 0..<20 { group.addTask { await lookUp(forge.key.identifier) } }
            for await lookup in group { #expect(lookup == key || lookup == .unavailable) }
        }
        #expect(fetcher.requests.count <= 20)
        #expect(await lookUp(forge.key.identifier) == key)
    }

    /// `run()` fetches before the age is reached, so that no request waits.
    @Test func keepsItselfFresh() async throws {
        let (time, pauses) = (time, Recorder())
        let cache = KeySetCache(
            of: try GatewayAddress(TokenForge.issuer),
            fetcher: fetcher,
            host: VerifierHost(
                now: { time.now },
                pause: { seconds in
                    guard pauses.add(seconds) < 4 else { throw CancellationError() }
                    time.advance(Int(seconds))
                },
                chance: { 0.5 }
            )
        )
        await #expect(throws: CancellationError.self) { try await cache.run() }
        #expect(fetcher.requests.count == 4)
        #expect(pauses.all.allSatisfy { $0 >= 480 && $0 <= 528 })
    }
}

/// Keeps the pauses that were asked for.
final class Recorder: Sendable {
    private let values = Mutex<[Double]>([])

    var all: [Double] { values.withLock { $0 } }

    /// Adds one and returns how many there are.
    func add(_ value: Double) -> Int {
        values.withLock { values in
            values.append(value)
            return values.count
        }
    }
}
