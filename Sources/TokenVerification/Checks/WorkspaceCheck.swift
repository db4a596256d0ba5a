import Encoding

/// Where a service serves one workspace only, the token is of that one (attacks 5.4 #34).
struct WorkspaceCheck: Sendable {
    /// The id of the workspace; nil where the service serves all of them and keeps them apart itself.
    let workspaceID: String?

    func check(_ claims: borrowing AccessTokenClaims) throws(TokenRejection) {
        guard let workspaceID else { return }
        guard claims.workspaceID.hasSameBytes(as: workspaceID) else { throw .wrongWorkspace }
    }
}
