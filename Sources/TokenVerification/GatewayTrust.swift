/// All that a service needs to trust the tokens of one gateway: its keys, its revocations, and the verifier over both.
///
/// `TokenVerificationHTTPClient` makes one with a line. ``run()`` has to run as long as the service does: without it
/// nothing is known of revocations, and every token is refused.
public struct GatewayTrust: Sendable {
    /// The gateway's public keys.
    public let keys: KeySetCache
    /// The follower of the feed.
    public let revocations: RevocationFollower
    /// Verifies tokens.
    public let verifier: AccessTokenVerifier

    /// Trust in one gateway.
    ///
    /// - Parameters:
    ///   - gateway: the gateway, by its public URL.
    ///   - audience: this service's name in `aud`.
    ///   - credentials: the client that may read the revocation feed.
    ///   - fetcher: how documents are fetched from the gateway.
    ///   - host: time, waiting and chance.
    ///   - revocationBoundSeconds: how old the knowledge of revocations may be before every token is refused.
    ///   - report: told of every answer of the feed and every failure, for logs and metrics.
    public init(
        in gateway: GatewayAddress,
        audience: String,
        credentials: ClientCredentials,
        fetcher: any TokenVerificationFetcher,
        host: VerifierHost,
        revocationBoundSeconds: Int = 60,
        report: @escaping @Sendable (RevocationFollower.Event) -> Void = { _ in }
    ) {
        keys = KeySetCache(of: gateway, fetcher: fetcher, host: host)
        revocations = RevocationFollower(
            of: gateway,
            credentials: credentials,
            keys: keys,
            fetcher: fetcher,
            host: host,
            boundSeconds: revocationBoundSeconds,
            report: report
        )
        verifier = AccessTokenVerifier(
            issuer: gateway.issuer,
            audience: audience,
            keys: keys,
            revocations: revocations,
            now: host.now
        )
    }

    /// Keeps keys and revocations up to date until the task is cancelled.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keys.run() }
            group.addTask { try await revocations.run() }
            try await group.waitForAll()
        }
    }
}
