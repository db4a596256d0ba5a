package import JOSE
package import TokenVerification
package import Workspaces

/// What is revoked, by the identifiers of our own databases.
package enum Revocation: Sendable, Hashable {
    case session(SessionID, in: WorkspaceID)
    case user(UserID, in: WorkspaceID)
    case workspace(WorkspaceID)
    case key(KeyIdentifier)

    /// As the feed tells it.
    package var scope: RevocationEntry.Scope {
        switch self {
        case .session(let id, _): .session(id.description)
        case .user(let id, let workspace): .user(id.description, workspace: workspace.description)
        case .workspace(let id): .workspace(id.description)
        case .key(let identifier): .key(identifier)
        }
    }

    /// The workspace that one entry for all of it would do for, too; nil where there is none.
    package var foldsInto: WorkspaceID? {
        switch self {
        case .session(_, let workspace), .user(_, let workspace): workspace
        case .workspace, .key: nil
        }
    }
}
