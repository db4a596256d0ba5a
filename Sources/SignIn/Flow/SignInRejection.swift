/// Why a sign-in is refused. One answer outside for whatever is wrong with a secret; the reason is for the audit entry and
/// the log.
package enum SignInRejection: String, Error, Sendable {
    case unknownUser = "unknown_user"
    case wrongPassword = "wrong_password"
    case userNotActive = "user_not_active"
    /// Not the code that was asked for, or one that was used before.
    case wrongCode = "wrong_code"
    /// The sign-in has not begun, took too long, is over, or began at another door.
    case unknownTransaction = "unknown_transaction"
    /// The workspace is suspended or closed, or not ready yet.
    case workspaceNotActive = "workspace_not_active"
}
