/// Why a sign-in is refused. One answer outside for whatever is wrong with a secret; the reason is for the audit entry and
/// the log.
package enum SignInRejection: String, Error, Sendable {
    case unknownUser = "unknown_user"
    case wrongPassword = "wrong_password"
    case userNotActive = "user_not_active"
    /// Not the code that was asked for, or one that was used before.
    case wrongCode = "wrong_code"
    /// Not a passkey of anybody's here, or not the answer to what was asked.
    case wrongPasskey = "wrong_passkey"
    /// A passkey alone, without user verification, where two factors are demanded and no other is there.
    case verificationDemanded = "verification_demanded"
    /// The sign-in has not begun, took too long, is over, or began at another door.
    case unknownTransaction = "unknown_transaction"
    /// The workspace is suspended or closed, or not ready yet.
    case workspaceNotActive = "workspace_not_active"
}
