import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JOSE
import Synchronization
import TestSupport
import Testing
import TokenVerification
import TokenVerificationHTTPClient

/// The whole library over real HTTP on loopback: a small gateway, a service that trusts it, a revocation that arrives.
@Suite struct GatewayTrustOverHTTPTests {
    /// The gateway's side, as far as a service sees it.
    private final class Gateway: Sendable {
        let key = SigningKey.generate(.es256)
        private let entries = Mutex<[RevocationEntry]>([])

        func revoke(session: String) {
            let now = VerifierHost.system.now()
            entries.withLock { entries in
                let number = Int64(entries.count + 1)
                let entry = RevocationEntry(
                    number: number,
                    scope: .session(session),
                    issuedBefore: now,
                    recordedAt: now
                )
                entries.append(entry)
            }
        }

        func feed(after number: Int64, issuer: String) throws -> String {
            let entries = entries.withLock { $0 }
            let document = RevocationFeedDocument(
                issuer: issuer,
                signedAt: VerifierHost.system.now(),
                after: number,
                head: Int64(entries.count),
                entries: entries.filter { $0.number > number }
            )
            return try document.signed(by: key)
        }

        func router() -> Router<BasicRequestContext> {
            let router = Router()
            router.get(".well-known/jwks.json") { _, _ in
                let keys = try JSONWebKeySet([JSONWebKey(self.key.publicKey)])
                return ByteBuffer(bytes: keys.jsonBytes())
            }
            router.get(".well-known/session-revocations") { request, _ in
                guard request.headers[.authorization] == "Basic YXBpOnMzY3JldA==" else {
                    throw HTTPError(.unauthorized)
                }
                let after = request.uri.queryParameters["after"].flatMap { Int64($0) } ?? 0
                return try self.feed(after: after, issuer: "http://\(request.head.authority ?? "")")
            }
            router.get("elsewhere") { _, _ in
                Response(status: .found, headers: [.location: "/.well-known/jwks.json"])
            }
            router.get("long") { _, _ in String(repeating: "x", count: 10_000) }
            return router
        }
    }

    private func token(of gateway: Gateway, issuer: String) throws -> String {
        let now = VerifierHost.system.now()
        let claims = TokenForge.claims { claims in
            claims.issuer = issuer
            claims.issuedAt = now
            claims.expiresAt = now + 300
        }
        return try gateway.key.sign(type: "at+jwt", payload: claims.jsonBytes())
    }

    private func refusal(of token: String, by verifier: AccessTokenVerifier) async -> TokenRejection? {
        do throws(TokenRejection) {
            _ = try await verifier.verify(token)
            return nil
        } catch {
            return error
        }
    }

    @Test func hearsOfARevocation() async throws {
        let gateway = Gateway()
        try await Application(router: gateway.router()).test(.live) { client in
            let issuer = "http://localhost:\(try #require(client.port))"
            let (events, continuation) = AsyncStream.makeStream(of: RevocationFollower.Event.self)
            let trust = try GatewayTrust(
                issuer: issuer,
                audience: TokenForge.audience,
                clientID: "api",
                clientSecret: "s3cret",
                report: { continuation.yield($0) }
            )
            let token = try token(of: gateway, issuer: issuer)
            #expect(await refusal(of: token, by: trust.verifier) == .revocationUnknown)
            let running = Task { try await trust.run() }
            var heard = events.makeAsyncIterator()
            #expect(await heard.next() == .heard(entries: 0, head: 0))
            #expect(await refusal(of: token, by: trust.verifier) == nil)
            gateway.revoke(session: TokenForge.claims().sessionID)
            while let event = await heard.next(), event != .heard(entries: 1, head: 1) {}
            #expect(await refusal(of: token, by: trust.verifier) == .revoked)
            running.cancel()
        }
    }

    @Test func learnsNothingWithAWrongSecret() async throws {
        let gateway = Gateway()
        try await Application(router: gateway.router()).test(.live) { client in
            let (events, continuation) = AsyncStream.makeStream(of: RevocationFollower.Event.self)
            let trust = try GatewayTrust(
                issuer: "http://localhost:\(try #require(client.port))",
                audience: TokenForge.audience,
                clientID: "api",
                clientSecret: "wrong",
                report: { continuation.yield($0) }
            )
            let running = Task { try await trust.run() }
            var heard = events.makeAsyncIterator()
            #expect(await heard.next() == .failed(.status(401)))
            running.cancel()
        }
    }

    /// attacks 5.4 #40: no redirect is followed, and a long answer is cut off.
    @Test func fetchesWithinItsLimits() async throws {
        try await Application(router: Gateway().router()).test(.live) { client in
            let address = "http://localhost:\(try #require(client.port))"
            let fetcher = AsyncHTTPClientFetcher()
            func request(_ path: String, maximumBytes: Int = 20_000, timeoutSeconds: Int = 5) -> FetchRequest {
                FetchRequest(
                    url: address + path,
                    headers: [],
                    timeoutSeconds: timeoutSeconds,
                    maximumBytes: maximumBytes
                )
            }
            #expect(try await fetcher.fetch(request("/elsewhere")).status == 302)
            #expect(try await fetcher.fetch(request("/long")).body.count == 10_000)
            await #expect(throws: (any Error).self) {
                try await fetcher.fetch(request("/long", maximumBytes: 9_999))
            }
            await #expect(throws: (any Error).self) {
                try await fetcher.fetch(request("/long", timeoutSeconds: 0))
            }
            #expect(try await fetcher.fetch(request("/nowhere")).status == 404)
        }
    }
}
