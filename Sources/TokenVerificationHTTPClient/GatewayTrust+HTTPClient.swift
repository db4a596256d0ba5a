public import TokenVerification

extension GatewayTrust {
    /// Trust in the gateway at `issuer`, over HTTP and the system's clock.
    ///
    /// - Parameters:
    ///   - issuer: the gateway's public URL, such as `https://id.example.com`, without a slash at the end.
    ///   - audience: this service's name, as the gateway puts it into `aud`.
    ///   - clientID: the client that `identity-gateway client create --kind api` made.
    ///   - clientSecret: its secret.
    ///   - revocationBoundSeconds: how old the knowledge of revocations may be before every token is refused.
    ///   - fetcher: how the gateway is asked.
    ///   - report: told of every answer of the revocation feed and every failure, for logs and metrics.
    /// - Throws: `GatewayAddress.Fault` when `issuer` is no https address (http on loopback) or not plain.
    public init(
        issuer: String,
        audience: String,
        clientID: String,
        clientSecret: String,
        revocationBoundSeconds: Int = 60,
        fetcher: any TokenVerificationFetcher = AsyncHTTPClientFetcher(),
        report: @escaping @Sendable (RevocationFollower.Event) -> Void = { _ in }
    ) throws(GatewayAddress.Fault) {
        self.init(
            in: try GatewayAddress(issuer),
            audience: audience,
            credentials: ClientCredentials(id: clientID, secret: clientSecret),
            fetcher: fetcher,
            host: .system,
            revocationBoundSeconds: revocationBoundSeconds,
            report: report
        )
    }
}
