import JOSE

/// Verifies access tokens of one gateway for one service, offline.
///
/// The order of checks: length, form and header; the key by its name; the signature; then the claims, each check a type
/// of its own; last the revocation. Nothing that the token claims is looked at before its signature holds.
///
/// A token that comes again is recognised by its digest and not computed again; that its key is still there, its times
/// and its revocation are checked each time. There is no actor and no shared lock on this way: requests on different
/// cores don't wait for one another.
public struct AccessTokenVerifier: Sendable {
    private let keys: any VerificationKeys
    private let now: @Sendable () -> Int
    private let type = TypeCheck.accessToken
    private let issuer: IssuerCheck
    private let audience: AudienceCheck
    private let lifetime = LifetimeCheck()
    private let issueTime: IssueTimeCheck
    private let expiry: ExpiryCheck
    private let workspace: WorkspaceCheck
    private let revocation: RevocationCheck
    private let remembered: VerifiedTokenCache
    private let headers = KnownHeaders()

    /// The most that the clocks of gateway and service may differ, in seconds.
    public static let maximumLeewaySeconds = 30

    /// A verifier.
    ///
    /// - Parameters:
    ///   - issuer: the gateway's public URL, byte for byte as `iss` has it.
    ///   - audience: this service's name, which has to stand in `aud`.
    ///   - keys: the gateway's public keys, such as a ``KeySetCache``.
    ///   - revocations: what is known of revocations, such as a ``RevocationFollower``.
    ///   - now: the time in seconds since 1970.
    ///   - leewaySeconds: by how much clocks may differ; ``maximumLeewaySeconds`` at most.
    ///   - workspaceID: the one workspace that the service serves; nil where it serves all of them.
    ///   - cacheCapacity: most tokens to remember; 0 remembers none.
    public init(
        issuer: String,
        audience: String,
        keys: any VerificationKeys,
        revocations: any RevocationKnowledge,
        now: @escaping @Sendable () -> Int,
        leewaySeconds: Int = maximumLeewaySeconds,
        workspaceID: String? = nil,
        cacheCapacity: Int = 16_384
    ) {
        let leeway = min(max(0, leewaySeconds), Self.maximumLeewaySeconds)
        self.keys = keys
        self.now = now
        self.issuer = IssuerCheck(issuer: issuer)
        self.audience = AudienceCheck(audience: audience)
        issueTime = IssueTimeCheck(leewaySeconds: leeway)
        expiry = ExpiryCheck(leewaySeconds: leeway)
        workspace = WorkspaceCheck(workspaceID: workspaceID)
        revocation = RevocationCheck(knowledge: revocations)
        remembered = VerifiedTokenCache(capacity: cacheCapacity)
    }

    /// Verifies a token. Suspends only when the gateway's keys have to be fetched first.
    ///
    /// - Parameter token: the compact token as it came, without `Bearer`; see ``BearerCredential``.
    /// - Throws: ``TokenRejection`` for the first check that fails.
    public func verify(_ token: String) async throws(TokenRejection) -> VerifiedAccessToken {
        if let verified = try verifyAtOnce(token) { return verified }
        let (parsed, identifier) = try parse(Array(token.utf8), knowing: [])
        let lookup = await keys.lookUpRefreshed(identifier, at: now())
        let verified = try verify(parsed, named: identifier, under: try Self.key(of: lookup), at: now())
        remembered.remember(verified, as: TokenDigest(of: Array(token.utf8)))
        return verified
    }

    /// The same without waiting: nil when the gateway's keys have to be fetched first.
    ///
    /// - Throws: ``TokenRejection`` for the first check that fails.
    public func verifyAtOnce(_ token: String) throws(TokenRejection) -> VerifiedAccessToken? {
        let bytes = Array(token.utf8)
        guard bytes.count <= UnverifiedJWS.defaultMaximumBytes else { throw .untrusted(.tooLong) }
        let now = now()
        let digest = TokenDigest(of: bytes)
        if let known = remembered[digest] {
            switch keys.lookUp(known.keyIdentifier, at: now) {
            case .found: return try recheck(known, digest, at: now)
            case .refreshNeeded: return nil
            case .absent, .unavailable: remembered.forget(digest)
            }
        }
        let known = headers.all(stripe: digest.stripe)
        let (parsed, identifier) = try parse(bytes, knowing: known)
        let lookup = keys.lookUp(identifier, at: now)
        guard lookup != .refreshNeeded else { return nil }
        let verified = try verify(parsed, named: identifier, under: try Self.key(of: lookup), at: now)
        remembered.remember(verified, as: digest)
        headers.remember(parsed.encodedHeader, unlessIn: known)
        return verified
    }

    private func parse(
        _ bytes: [UInt8],
        knowing known: [EncodedJWSHeader]
    ) throws(TokenRejection) -> (UnverifiedJWS, KeyIdentifier) {
        let token: UnverifiedJWS
        do throws(JOSEError) {
            token = try UnverifiedJWS(parsing: bytes, knownHeaders: known)
        } catch {
            throw .untrusted(error)
        }
        try type.check(token.header)
        guard let identifier = token.header.keyIdentifier else { throw .missingKeyIdentifier }
        return (token, identifier)
    }

    private static func key(of lookup: KeyLookup) throws(TokenRejection) -> PublicKey {
        switch lookup {
        case .found(let key): return key
        case .absent: throw .unknownKey
        case .refreshNeeded, .unavailable: throw .keysUnavailable
        }
    }

    private func verify(
        _ token: UnverifiedJWS,
        named identifier: KeyIdentifier,
        under key: PublicKey,
        at now: Int
    ) throws(TokenRejection) -> VerifiedAccessToken {
        let verified: VerifiedJWS
        do throws(JOSEError) { verified = try token.verified(by: key) } catch { throw .untrusted(error) }
        let (claims, notBefore) = try AccessTokenClaims.parse(verified.payload)
        // What can't change while the token lives.
        try issuer.check(claims)
        try audience.check(claims)
        try lifetime.check(claims)
        try workspace.check(claims)
        // What can.
        try issueTime.check(claims, notBefore: notBefore, at: now)
        try expiry.check(claims, at: now)
        try revocation.check(claims, signedBy: identifier, at: now)
        return VerifiedAccessToken(uncheckedClaims: claims, keyIdentifier: identifier, notBefore: notBefore)
    }

    /// The checks whose answer may have changed since the token was remembered.
    private func recheck(
        _ token: VerifiedAccessToken,
        _ digest: TokenDigest,
        at now: Int
    ) throws(TokenRejection) -> VerifiedAccessToken {
        let claims = token.claims
        do throws(TokenRejection) {
            try issueTime.check(claims, notBefore: token.notBefore, at: now)
            try expiry.check(claims, at: now)
            try revocation.check(claims, signedBy: token.keyIdentifier, at: now)
        } catch {
            // Forgotten where that is final, kept where the answer may change back.
            if [.expired, .revoked, .workspaceSuspended].contains(error) { remembered.forget(digest) }
            throw error
        }
        return token
    }

    /// How many tokens are remembered, for tests and metrics.
    public var rememberedCount: Int { remembered.count }
}
