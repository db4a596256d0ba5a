import Workspaces

/// Why a workspace is not suspended, resumed or closed.
package enum WorkspaceLifeRejection: Error, Equatable, Sendable {
    /// It is in a state from which this can't be done, such as closed.
    case wrongState
    /// The slug was not repeated as it is spelled.
    case notConfirmed
}

extension WorkspaceLifeRejection: CustomStringConvertible {
    /// For whoever runs the service.
    package var description: String {
        switch self {
        case .wrongState: "The workspace is in a state in which this can't be done: `workspace show` tells which."
        case .notConfirmed: "The confirmation is not the workspace's slug."
        }
    }
}
