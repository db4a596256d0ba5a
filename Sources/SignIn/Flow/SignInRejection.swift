/// Why a sign-in is refused. One answer outside for the first three; the reason is for the audit entry and the log.
package enum SignInRejection: String, Error, Sendable {
    case unknownUser = "unknown_user"
    case wrongPassword = "wrong_password"
    case userNotActive = "user_not_active"
    /// The workspace is suspended or closed, or not ready yet.
    case workspaceNotActive = "workspace_not_active"
}
