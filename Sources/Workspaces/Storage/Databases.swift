/// The one database that knows the workspaces, where each lives, the signing keys, the applications and the revocations.
package protocol ControlDatabaseAccess: Sendable {
    /// Runs `body` in one transaction: committed when it returns, rolled back when it throws.
    func transaction<R: Sendable>(
        _ body: @Sendable (ControlTransaction) async throws -> R
    ) async throws -> R
}

/// The databases of the workspaces, each reached by a login role of its own.
package protocol WorkspaceDatabaseAccess: Sendable {
    /// Runs `body` in one transaction on that workspace's database: for reads and operational state.
    func transaction<R: Sendable>(
        on workspace: WorkspaceID,
        _ body: @Sendable (WorkspaceTransaction) async throws -> R
    ) async throws -> R

    /// Runs `body` in one transaction and commits the entries that its writes recorded together with them.
    func change<R: Sendable>(
        _ workspace: WorkspaceID,
        by author: ChangeAuthor,
        _ body: @Sendable (WorkspaceChange) async throws -> R
    ) async throws -> R
}

/// The control database can't be reached or has no place just now: a fault, answered 503.
package struct ControlDatabaseUnavailable: Error, CustomStringConvertible, CustomDebugStringConvertible {
    /// What the storage adapter says about it, for the log.
    package let reason: any Error

    package init(reason: any Error) {
        self.reason = reason
    }

    package var description: String { "The control database can't be reached: \(reason)." }
    package var debugDescription: String { "The control database can't be reached: \(String(reflecting: reason))" }
}

/// The workspace can't be served now: its database can't be reached, has no place just now, does not stand (yet), or has a
/// shape that this version can't serve. A fault, answered 503, that touches no other workspace.
package struct WorkspaceUnavailable: Error, CustomStringConvertible, CustomDebugStringConvertible {
    package let workspace: WorkspaceID
    /// What the storage adapter says about it, for the log; nil where no database stands.
    package let reason: (any Error)?

    package init(workspace: WorkspaceID, reason: (any Error)? = nil) {
        self.workspace = workspace
        self.reason = reason
    }

    package var description: String {
        "The database of workspace \(workspace) \(reason.map { "can't be served: \($0)" } ?? "does not stand")."
    }
    package var debugDescription: String {
        guard let reason else { return description }
        return "The database of workspace \(workspace) can't be served: \(String(reflecting: reason))"
    }
}
