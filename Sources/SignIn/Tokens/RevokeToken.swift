import Encoding
package import Secrets
import TokenVerification
package import Workspaces

/// Token revocation (RFC 7009): ends the session that a refresh or access token belongs to.
///
/// What is not a token of ours, or not of that application, is answered as if it had been revoked (section 2.2): the
/// holder wanted it to be no good, and it is none.
package struct RevokeToken: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let directory: WorkspaceDirectory
    let sessions: any SessionStorage
    let tokens: any RefreshTokenStorage
    let endSession: EndSession
    let verify: VerifyOwnAccessToken

    package func callAsFunction(_ text: Secret<String>, clientID: String, origin: RequestOrigin) async throws {
        guard let (workspace, id) = try await session(of: text),
            try await directory.find(workspace) != nil
        else { return }
        let found = try await databases.transaction(on: workspace) { [sessions] in
            try await sessions.find(id, in: $0)
        }
        guard let session = found, session.clientID.hasSameBytes(as: clientID) else { return }
        _ = try await endSession(
            id,
            of: session.user,
            in: workspace,
            because: .signedOut,
            by: ChangeAuthor(.user(session.user), from: origin)
        )
    }

    private func session(of text: Secret<String>) async throws -> (WorkspaceID, SessionID)? {
        if let token = OpaqueToken(parsing: text.expose(), as: .refresh) {
            guard let workspace = WorkspaceID(bytes: token.workspace), try await directory.find(workspace) != nil else {
                return nil
            }
            let record = try await databases.transaction(on: workspace) { [tokens] in
                try await tokens.find(token.hash, in: $0)
            }
            return record.map { (workspace, $0.session) }
        }
        guard let verified = try? await verify(text) else { return nil }
        return (verified.workspace, verified.session)
    }
}
