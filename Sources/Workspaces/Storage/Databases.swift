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

/// The workspace's database can't be reached or does not stand (yet): a fault, answered 503.
package struct WorkspaceUnavailable: Error, Sendable {
    package let workspace: WorkspaceID

    package init(workspace: WorkspaceID) {
        self.workspace = workspace
    }
}
