import Encoding
import Workspaces

/// Writes down that a sign-in was refused.
struct RefuseSignIn: Sendable {
    let databases: any WorkspaceDatabaseAccess

    /// - Parameter user: whose account it was about; nil where that is nobody's.
    /// - Returns: the reason, to be thrown.
    func callAsFunction(
        _ reason: SignInRejection,
        _ user: UserID?,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws -> SignInRejection {
        try await record(reason.rawValue, user, in: workspace, origin: origin)
        return reason
    }

    /// The same for a reason that is thrown as something else.
    func record(
        _ reason: String,
        _ user: UserID?,
        in workspace: WorkspaceID,
        origin: RequestOrigin
    ) async throws {
        try await databases.change(workspace, by: ChangeAuthor(.anonymous, from: origin)) { change in
            change.record(
                AuditEvent(
                    .sessionSignInRefused,
                    user.map { .user($0) } ?? .workspace(workspace),
                    changes: [AuditChange("reason", to: .string(reason))]
                )
            )
        }
    }
}
