import FoundationEssentials
package import Secrets
package import TokenVerification
package import Workspaces

/// A verified caller of our own API.
package struct VerifiedCaller: Sendable {
    package let user: UserID
    package let session: SessionID
    package let workspace: WorkspaceID
    package let permissions: Set<Permission>

    package init(user: UserID, session: SessionID, workspace: WorkspaceID, permissions: Set<Permission>) {
        self.user = user
        self.session = session
        self.workspace = workspace
        self.permissions = permissions
    }
}

/// Our own door for access tokens: the same verifier that every API uses, with our keys and revocations at hand, asking
/// for PUBLIC_URL in `aud`.
package struct VerifyOwnAccessToken: Sendable {
    private let verifier: AccessTokenVerifier

    package init(issuer: String, keys: SigningKeyRing, log: RevocationLog, clock: any WallClock) {
        verifier = AccessTokenVerifier(
            issuer: issuer,
            audience: issuer,
            keys: keys.verification,
            revocations: log.board,
            now: { clock.now.unixSeconds }
        )
    }

    /// Throws `TokenRejection`.
    package func callAsFunction(_ token: Secret<String>) async throws(TokenRejection) -> VerifiedCaller {
        let claims = try await verifier.verify(token.expose()).claims
        guard let user = UserID(text: claims.subject),
            let session = SessionID(text: claims.sessionID),
            let workspace = WorkspaceID(text: claims.workspaceID)
        else { throw .malformedClaim(.subject) }
        return VerifiedCaller(
            user: user,
            session: session,
            workspace: workspace,
            permissions: Set(claims.scope.compactMap(Permission.init(rawValue:)))
        )
    }
}
