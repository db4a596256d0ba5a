import FoundationEssentials
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

/// Writes and signs access tokens (RFC 9068).
///
/// Called inside the transaction that holds the locks on the user's and the session's rows: whoever revokes takes the same
/// locks, so a token can't slip between an entry and its commit.
package struct IssueAccessToken: Sendable {
    /// Seconds that a token is good.
    package static let lifetimeSeconds = 300

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
    /// `iat` counts whole seconds, and an entry refuses all tokens up to its own second. So where the user's tokens were
    /// revoked within this second, the issue waits for the next.
    package func callAsFunction(
        for user: User,
        session: Session,
        workspace: Workspace
    ) async throws -> IssuedAccessToken {
        if let revoked = user.tokensRevokedAt, revoked.unixSeconds >= clock.now.unixSeconds {
            try await clock.sleep(until: Date(unixSeconds: revoked.unixSeconds + 1))
        }
        let now = clock.now.unixSeconds
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
}
