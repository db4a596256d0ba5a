package import FoundationEssentials
import JOSE
package import Secrets
import TokenVerification
package import Workspaces

/// An access token on its way to its holder.
package struct IssuedAccessToken: Sendable {
    package let text: Secret<String>
    /// Seconds until it expires.
    package let expiresIn: Int
}

/// The user's tokens were revoked within this second, whose tokens all count as older: none can be issued before the next.
package struct AccessTokenTooEarly: Error, Equatable, Sendable {
    /// From when on one can.
    package let until: Date
}

/// Writes and signs access tokens (RFC 9068).
///
/// Called inside the transaction that holds the locks on the user's and the session's rows: whoever revokes takes the same
/// locks, so a token can't slip between an entry and its commit. Nobody waits there; ``afterRevocations(_:)`` is for that.
package struct IssueAccessToken: Sendable {
    /// Seconds that a token is good.
    package static let lifetimeSeconds = 300
    /// How often an issue is tried that a revocation within the same second puts off.
    private static let tries = 3

    private let issuer: String
    private let audience: [String]
    private let keys: SigningKeyRing
    private let clock: any WallClock
    private let random: any RandomSource

    /// - Parameters:
    ///   - issuer: PUBLIC_URL.
    ///   - assetAudience: the name of the asset API, which tokens of the first-party application are for besides ourselves.
    package init(
        issuer: String,
        assetAudience: String,
        keys: SigningKeyRing,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.issuer = issuer
        audience = [assetAudience, issuer]
        self.keys = keys
        self.clock = clock
        self.random = random
    }

    /// A token that says what is true of the user now.
    ///
    /// `iat` counts whole seconds, and an entry refuses all tokens up to its own second. So where the user's or the
    /// workspace's tokens were revoked up to this second or a later one, it throws ``AccessTokenTooEarly``.
    package func callAsFunction(for user: User, session: Session, workspace: Workspace) throws -> IssuedAccessToken {
        let now = clock.now.unixSeconds
        let revoked = [user.tokensRevokedAt, workspace.tokensRevokedAt].compactMap(\.self).max()
        if let revoked, revoked.unixSeconds >= now {
            throw AccessTokenTooEarly(until: Date(unixSeconds: revoked.unixSeconds + 1))
        }
        let claims = AccessTokenClaims(
            issuer: issuer,
            subject: user.id.description,
            audience: audience,
            clientID: session.clientID,
            issuedAt: now,
            expiresAt: now + Self.lifetimeSeconds,
            tokenID: random.uuid().uuidString.lowercased(),
            sessionID: session.id.description,
            workspaceID: workspace.id.description,
            workspaceSlug: workspace.slug.description,
            roles: [user.role.rawValue],
            scope: user.role.permissions.sorted().map(\.rawValue),
            authenticationMethods: session.methods.map(\.rawValue),
            authenticatedAt: session.authenticatedAt.unixSeconds,
            email: user.email.description,
            name: user.name
        )
        let text = try keys.active().sign(type: "at+jwt", payload: claims.jsonBytes())
        return IssuedAccessToken(text: Secret(text), expiresIn: Self.lifetimeSeconds)
    }
    /// What `change` returns, the transaction in which a token is issued. One that came too early is rolled back, and tried
    /// again when the second is over: the wait holds no lock and no connection, so that it keeps nobody else waiting.
    func afterRevocations<R>(_ change: () async throws -> R) async throws -> R {
        for _ in 1..<Self.tries {
            do {
                return try await change()
            } catch let early as AccessTokenTooEarly {
                try await clock.sleep(until: early.until)
            }
        }
        return try await change()
    }
}
