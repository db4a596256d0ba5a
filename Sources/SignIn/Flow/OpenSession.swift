import FoundationEssentials
import Secrets
import Workspaces

/// Opens a session for somebody who has proved who they are, within the change that holds the lock on the user.
///
/// Once the session is written, the workspace's state is read anew: whoever shuts a workspace (`ShutWorkspace`) waits for
/// this change to end, or was before it, and then it shows. What the directory remembers could be a second old.
package struct OpenSession: Sendable {
    let directory: WorkspaceDirectory
    let sessions: any SessionStorage
    let tokens: any RefreshTokenStorage
    let issue: IssueAccessToken
    let clock: any WallClock
    let random: any RandomSource

    /// Throws ``AccessTokenTooEarly``: the change belongs within ``IssueAccessToken/afterRevocations(_:)``.
    func forTokens(
        _ user: User,
        in workspace: Workspace,
        by methods: [AuthenticationMethod],
        _ change: WorkspaceChange
    ) async throws -> SessionGrant {
        let session = session(of: user, by: methods, change.author.origin)
        try await sessions.insert(session, browserToken: nil, in: change)
        let workspace = try await open(workspace.id)
        let refresh = OpaqueToken(
            kind: .refresh,
            workspace: workspace.id.bytes,
            secret: random.bytes(OpaqueToken.secretBytes)
        )
        try await tokens.insert(
            RefreshTokenRecord(
                hash: refresh.hash,
                session: session.id,
                issuedAt: session.authenticatedAt,
                spentAt: nil
            ),
            in: change.transaction
        )
        let accessToken = try issue(for: user, session: session, workspace: workspace)
        return SessionGrant(session: session.id, accessToken: accessToken, refreshToken: refresh.text)
    }

    func forBrowser(
        _ user: User,
        in workspace: Workspace,
        by methods: [AuthenticationMethod],
        _ change: WorkspaceChange
    ) async throws -> BrowserGrant {
        let session = session(of: user, by: methods, change.author.origin)
        let cookie = OpaqueToken(
            kind: .session,
            workspace: workspace.id.bytes,
            secret: random.bytes(OpaqueToken.secretBytes)
        )
        try await sessions.insert(session, browserToken: cookie.hash, in: change)
        _ = try await open(workspace.id)
        return BrowserGrant(session: session.id, cookie: cookie.text)
    }

    /// The workspace as it is now. Throws ``SignInRejection/workspaceNotActive``, which undoes the change.
    private func open(_ id: WorkspaceID) async throws -> Workspace {
        guard let workspace = try await directory.read(id), workspace.state == .active else {
            throw SignInRejection.workspaceNotActive
        }
        return workspace
    }

    private func session(of user: User, by methods: [AuthenticationMethod], _ origin: RequestOrigin) -> Session {
        let now = clock.now
        return Session(
            id: .random(from: random),
            user: user.id,
            clientID: Application.firstPartyID,
            methods: methods,
            authenticatedAt: now,
            provedAt: now,
            lastUsedAt: now,
            endedAt: nil,
            sourceAddress: origin.sourceAddress,
            userAgent: origin.userAgent
        )
    }
}
