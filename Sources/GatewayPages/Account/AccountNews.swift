import GatewayHTTP
import Workspaces

/// What somebody did with the own account just now: the account page says so.
enum AccountNews: String, Sendable, CaseIterable {
    case sessionEnded = "session_ended"
    case passwordChanged = "password_changed"
    case authenticatorAdded = "authenticator_added"
    case authenticatorRemoved = "authenticator_removed"

    /// The query's name for it.
    static let parameter = "done"

    /// The account page with this news, for whoever did it.
    func page(_ place: Place, _ session: SessionID) throws -> LocalPath {
        try SignInForm.account(of: place).telling(Self.parameter, rawValue, to: session)
    }
}
