import FoundationEssentials
import Secrets
package import Workspaces

/// Somebody signed in, as the frame knows them.
package struct SignedInSession: Sendable {
    package let user: UserID
    package let session: SessionID
    package let channel: SignInChannel

    package init(user: UserID, session: SessionID, channel: SignInChannel) {
        self.user = user
        self.session = session
        self.channel = channel
    }
}

/// Writes down in a session that its person proved anew who they are.
///
/// In a browser the cookie changes with that, since it opens more from now on (attacks 5.3 #19).
struct RenewProof: Sendable {
    let sessions: any SessionStorage
    let clock: any WallClock
    let random: any RandomSource

    /// Within the change that holds the lock on the user.
    ///
    /// - Parameter factor: what was proved. Only beside another one does it make two.
    /// - Returns: the browser's new cookie; nil for programs.
    /// - Throws: ``StepUpRejection/sessionOver``.
    func callAsFunction(
        _ holder: SignedInSession,
        by factor: SignInFactor,
        in change: WorkspaceChange
    ) async throws -> BrowserGrant? {
        let session = try await standing(holder, in: change)
        let cookie: OpaqueToken? =
            switch holder.channel {
            case .tokens: nil
            case .browser:
                OpaqueToken(
                    kind: .session,
                    workspace: change.transaction.workspace.bytes,
                    secret: random.bytes(OpaqueToken.secretBytes)
                )
            }
        let isAnother =
            factor.isSecond
            && session.methods.contains { ![factor.method, .userVerified, .multipleFactors].contains($0) }
        let added = isAnother ? [factor.method, .multipleFactors] : [factor.method]
        try await sessions.stepUp(
            session,
            to: AuthenticationMethod.merged(session.methods + added),
            browserToken: cookie?.hash,
            at: clock.now,
            in: change
        )
        return cookie.map { BrowserGrant(session: session.id, cookie: $0.text) }
    }

    /// The session, locked. Throws ``StepUpRejection/sessionOver``.
    func standing(_ holder: SignedInSession, in change: WorkspaceChange) async throws -> Session {
        try await sessions.lockStanding(holder.session, of: holder.user, at: clock.now, in: change.transaction)
    }
}
