import JOSE
import Synchronization
import TestSupport
import Testing

@testable import TokenVerification

/// The follower against a feed that the test writes, a question at a time.
@Suite struct RevocationFollowerTests {
    private let time = SteppingTime()
    private let forge = TokenForge()
    private let feed = FeedDouble()
    private let follower: RevocationFollower

    init() throws {
        let (time, gateway) = (time, try GatewayAddress(TokenForge.issuer))
        let host = VerifierHost(now: { time.now }, pause: { _ in }, chance: { 0 })
        let keys = KeySetCache(of: gateway, fetcher: feed.fetcher, host: host)
        feed.serve(keys: try forge.keySet)
        follower = RevocationFollower(
            of: gateway,
            credentials: ClientCredentials(id: "api", secret: "s3cret"),
            keys: keys,
            fetcher: feed.fetcher,
            host: host,
            boundSeconds: 60,
            report: { [feed] in feed.record($0) }
        )
    }

    /// Signs an answer and has the follower ask. Returns the pause that it wants.
    ///
    /// - Parameter question: what is answered; nil for what the follower asks.
    private func answer(
        _ entries: [RevocationEntry] = [],
        to question: Int64? = nil,
        head: Int64? = nil,
        signedAt: Int? = nil,
        issuer: String = TokenForge.issuer,
        key: SigningKey? = nil
    ) async throws -> Double {
        let (signedAt, key) = (signedAt ?? time.now, key ?? forge.key)
        feed.serve { after in
            let document = RevocationFeedDocument(
                issuer: issuer,
                signedAt: signedAt,
                after: question ?? after,
                head: head ?? entries.last?.number ?? 0,
                entries: entries
            )
            return try document.signed(by: key)
        }
        return await follower.poll()
    }

    private func entry(_ number: Int64, _ scope: RevocationEntry.Scope = .session("s")) -> RevocationEntry {
        RevocationEntry(number: number, scope: scope, issuedBefore: time.now, recordedAt: time.now)
    }

    private var silence: RevocationFeedDocument {
        RevocationFeedDocument(issuer: TokenForge.issuer, signedAt: time.now, after: 0, head: 0, entries: [])
    }

    private var verdict: RevocationVerdict {
        follower.verdict(on: TokenForge.claims(), signedBy: forge.key.identifier, at: time.now)
    }

    private var lastEvent: RevocationFollower.Event? { feed.events.last }

    @Test func knowsNothingBeforeTheFirstAnswer() {
        #expect(verdict == .unknown)
        #expect(!follower.isCurrent)
        #expect(follower.ageSeconds == nil)
    }

    @Test func takesSilenceForNews() async throws {
        _ = try await answer()
        #expect(verdict == .current)
        #expect(lastEvent == .heard(entries: 0, head: 0))
    }

    @Test func refusesATokenFromTheAnswerOn() async throws {
        _ = try await answer()
        _ = try await answer([entry(5, .session(TokenForge.claims().sessionID))])
        #expect(verdict == .revoked)
    }

    /// RFC 6749 section 2.3.1, RFC 7240 section 4.3: who asks, after which number, and for how long the answer may wait.
    @Test func asksForWhatIsNewAndLetsTheGatewayWait() async throws {
        _ = try await answer([entry(5)], head: 7)
        _ = try await answer(head: 7)
        let requests = feed.feedRequests
        #expect(
            requests.map(\.url) == [
                "\(TokenForge.issuer)/.well-known/session-revocations?after=0",
                "\(TokenForge.issuer)/.well-known/session-revocations?after=7",
            ]
        )
        let basic = FetchHeader(name: "Authorization", value: "Basic YXBpOnMzY3JldA==")
        #expect(requests.allSatisfy { $0.headers.contains(basic) })
        let waits = requests.map { $0.headers.first { $0.name == "Prefer" }?.value }
        #expect(waits == [nil, "wait=30"])
        #expect(requests.map(\.timeoutSeconds) == [10, 40])
    }

    /// attacks 5.4 #39: past the bound nobody is let in, and a single answer heals it.
    @Test func failsClosedPastItsBoundAndHeals() async throws {
        _ = try await answer()
        feed.cutOff()
        time.advance(60)
        _ = await follower.poll()
        #expect(verdict == .current)
        time.advance(1)
        _ = await follower.poll()
        #expect(verdict == .unknown)
        #expect(lastEvent == .failed(.unreachable))
        _ = try await answer()
        #expect(verdict == .current)
    }

    @Test(arguments: [401, 403, 404, 429, 500, 503, 204, 302])
    func reportsOtherStatuses(status: Int) async throws {
        feed.serve(feed: "", status: status)
        _ = await follower.poll()
        #expect(lastEvent == .failed(.status(status)))
        #expect(verdict == .unknown)
    }

    /// attacks 5.4 #27: an access token is no feed.
    @Test func refusesOtherKindsOfToken() async throws {
        for type in ["at+jwt", "JWT", "session-revocations"] {
            feed.serve(feed: try forge.key.sign(type: type, payload: silence.jsonBytes()))
            _ = await follower.poll()
            #expect(lastEvent == .failed(.wrongType))
        }
        #expect(verdict == .unknown)
    }

    @Test func refusesAnswersThatNobodySignedForIt() async throws {
        _ = try await answer(key: SigningKey.generate(.es256))
        #expect(lastEvent == .failed(.unknownKey))
        _ = try await answer(issuer: "https://evil.example")
        #expect(lastEvent == .failed(.wrongIssuer))
        let token = try silence.signed(by: forge.key)
        feed.serve(feed: String(token.dropLast(4)) + "AAAA")
        _ = await follower.poll()
        #expect(lastEvent == .failed(.untrusted(.notBase64URL)) || lastEvent == .failed(.untrusted(.invalidSignature)))
        feed.serve(feed: token + "\n")
        _ = await follower.poll()
        #expect(lastEvent == .failed(.untrusted(.notBase64URL)))
        #expect(verdict == .unknown)
    }

    /// An old silence that somebody repeats hides what was revoked since.
    @Test func refusesAnswersFromBeforeTheQuestion() async throws {
        _ = try await answer(signedAt: time.now - 30)
        #expect(follower.ageSeconds == 30)
        _ = try await answer(signedAt: time.now - 31)
        #expect(lastEvent == .failed(.outdated))
        _ = try await answer(signedAt: time.now)
        _ = try await answer(signedAt: time.now - 1)
        #expect(lastEvent == .failed(.outdated))
        _ = try await answer(signedAt: time.now + 30)
        #expect(lastEvent == .heard(entries: 0, head: 0))
    }

    /// attacks 5.4 #41: a gateway whose clock is ahead must not make knowledge younger than it is.
    @Test func countsNoAgeBelowZero() async throws {
        _ = try await answer(signedAt: time.now + 20)
        #expect(follower.ageSeconds == 0)
        _ = try await answer(signedAt: time.now + 31)
        #expect(lastEvent == .failed(.signedInFuture))
    }

    /// Whoever stands between could hide the entry 6 by the answer to somebody who knows it.
    @Test func refusesAnswersToAnotherQuestion() async throws {
        _ = try await answer([entry(5)])
        _ = try await answer(to: 6, head: 6)
        #expect(lastEvent == .failed(.otherQuestion))
        _ = try await answer([entry(5), entry(6)], to: 0)
        #expect(lastEvent == .failed(.otherQuestion))
        _ = try await answer([entry(5)], head: 6)
        #expect(lastEvent == .failed(.disorderedEntries))
        _ = try await answer([entry(6)])
        #expect(lastEvent == .heard(entries: 1, head: 6))
    }

    /// The gateway's database was restored from a backup: everything is asked for again.
    @Test func startsAnewWhenTheHeadWentBack() async throws {
        _ = try await answer([entry(5)])
        _ = try await answer(head: 3)
        #expect(lastEvent == .failed(.headWentBack))
        _ = try await answer([entry(2)], head: 3)
        #expect(lastEvent == .heard(entries: 1, head: 3))
        #expect(feed.feedRequests.last?.url.hasSuffix("after=0") == true)
    }

    /// No room is left: the whole feed is read again, in which the gateway has folded much together, and takes the place of
    /// what is known.
    @Test func startsAnewWithTheWholeFeedWhenItIsFull() async throws {
        let (time, claims) = (time, TokenForge.claims())
        let gateway = try GatewayAddress(TokenForge.issuer)
        let host = VerifierHost(now: { time.now }, pause: { _ in }, chance: { 0 })
        let follower = RevocationFollower(
            of: gateway,
            credentials: ClientCredentials(id: "api", secret: "s3cret"),
            keys: KeySetCache(of: gateway, fetcher: feed.fetcher, host: host),
            fetcher: feed.fetcher,
            host: host,
            board: RevocationBoard(boundSeconds: 60, mostScopes: 4),
            report: { [feed] in feed.record($0) }
        )
        func answer(_ entries: [RevocationEntry]) async throws {
            let head = entries.last?.number ?? 0
            let key = forge.key
            feed.serve { after in
                let document = RevocationFeedDocument(
                    issuer: TokenForge.issuer,
                    signedAt: time.now,
                    after: after,
                    head: head,
                    entries: entries
                )
                return try document.signed(by: key)
            }
            _ = await follower.poll()
        }
        let withdrawn = try KeyIdentifier("withdrawn")
        try await answer([entry(1, .key(withdrawn))] + (2...4).map { entry($0, .session("\($0)")) })
        try await answer((5...6).map { entry($0, .session("\($0)")) })
        #expect(lastEvent == .failed(.tooManyEntries))
        try await answer([entry(7, .workspace(claims.workspaceID))])
        #expect(feed.feedRequests.last?.url.hasSuffix("after=0") == true)
        #expect(lastEvent == .heard(entries: 1, head: 7))
        #expect(follower.verdict(on: claims, signedBy: forge.key.identifier, at: time.now) == .revoked)
        let others = TokenForge.claims { $0.workspaceID = "another" }
        #expect(follower.verdict(on: others, signedBy: forge.key.identifier, at: time.now) == .current)
        #expect(follower.verdict(on: others, signedBy: withdrawn, at: time.now) == .revoked)
        // There is room again, and what comes is added to it.
        try await answer((8...9).map { entry($0, .session("\($0)")) })
        #expect(lastEvent == .heard(entries: 2, head: 9))
        #expect(follower.verdict(on: claims, signedBy: forge.key.identifier, at: time.now) == .revoked)
    }

    /// After a silence longer than the feed reaches back, entries may have come and gone; the keys are fetched anew, for a
    /// key that was withdrawn meanwhile is in the feed no longer.
    @Test func startsAnewWithFreshKeysAfterALongSilence() async throws {
        _ = try await answer([entry(5)])
        let before = feed.keyRequests.count
        time.advance(61)
        _ = try await answer([entry(6)])
        #expect(feed.feedRequests.last?.url.hasSuffix("after=0") == true)
        #expect(feed.keyRequests.count == before + 1)
        time.advance(61)
        feed.withholdKeys()
        _ = try await answer([entry(7)])
        #expect(lastEvent == .failed(.unreachable))
        #expect(verdict == .unknown)
    }

    /// A key that was withdrawn signs no feed either.
    @Test func refusesTheFeedOfAWithdrawnKey() async throws {
        let next = TokenForge()
        feed.serve(keys: try JSONWebKeySet([JSONWebKey(forge.key.publicKey), JSONWebKey(next.key.publicKey)]))
        _ = try await answer(key: next.key)
        _ = try await answer([entry(1, .key(forge.key.identifier))], key: next.key)
        #expect(verdict == .revoked)
        _ = try await answer(head: 1)
        #expect(lastEvent == .failed(.revokedKey))
    }

    /// attacks 5.4 #40: a feed under a new key is understood at once.
    @Test func followsTheRotationOfKeys() async throws {
        _ = try await answer()
        let next = TokenForge()
        feed.serve(keys: try JSONWebKeySet([JSONWebKey(forge.key.publicKey), JSONWebKey(next.key.publicKey)]))
        time.advance(30)
        _ = try await answer(key: next.key)
        #expect(lastEvent == .heard(entries: 0, head: 0))
    }

    @Test func waitsLongerAfterEachFailureUpToABound() async throws {
        feed.cutOff()
        var pauses: [Double] = []
        for _ in 0..<12 { pauses.append(await follower.poll()) }
        #expect(pauses == [0.125, 0.25, 0.5, 1, 2, 4, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5])
        #expect(try await answer() < 0.1)
    }

    /// A gateway that answers at once, though asked to wait, is not asked in a loop.
    @Test func pausesWhenTheGatewayDoesNotWait() async throws {
        _ = try await answer()
        #expect(try await answer() == 1)
        #expect(try await answer([entry(1)]) < 0.1)
    }

    @Test func printsNoSecret() {
        let credentials = ClientCredentials(id: "api", secret: "s3cret")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] { #expect(!text.contains("s3cret")) }
    }

    /// RFC 6749 section 2.3.1, with the characters that would break the pair apart.
    @Test func encodesCredentialsAsForms() {
        let header = ClientCredentials(id: "a:b", secret: "p w+é").authorization
        #expect(header.value == "Basic YSUzQWI6cCt3JTJCJUMzJUE5")
    }
}
