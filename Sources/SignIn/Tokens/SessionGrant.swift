package import Secrets
package import Workspaces

/// What a signed-in program gets.
package struct SessionGrant: SignInGrant {
    package let session: SessionID
    package let accessToken: IssuedAccessToken
    package let refreshToken: Secret<String>

    package static let channel = SignInChannel.tokens

    package static func open(
        _ open: OpenSession,
        _ user: User,
        in workspace: Workspace,
        by methods: [AuthenticationMethod],
        _ change: WorkspaceChange
    ) async throws -> SessionGrant {
        try await open.forTokens(user, in: workspace, by: methods, change)
    }
}
