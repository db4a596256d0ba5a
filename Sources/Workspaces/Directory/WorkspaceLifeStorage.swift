package import FoundationEssentials

/// How a workspace's state changes in the control database.
package protocol WorkspaceLifeStorage: Sendable {
    /// Moves the workspace to `state` where it is in one of `states`; false where it is in none.
    func move(
        _ id: WorkspaceID,
        from states: [WorkspaceState],
        to state: WorkspaceState,
        in transaction: ControlTransaction
    ) async throws -> Bool
    /// Notes that tokens issued up to `moment` are revoked. It never goes back.
    func setTokensRevoked(_ id: WorkspaceID, at moment: Date, in transaction: ControlTransaction) async throws
    /// Asks the provisioning worker to drop what the workspace has, with what its receipt will say. Asking again, while it
    /// is asked for, changes nothing.
    ///
    /// - Returns: the request's id.
    func requestClosing(
        of workspace: Workspace,
        by operator: String,
        at now: Date,
        as request: UUID,
        in transaction: ControlTransaction
    ) async throws -> UUID
}
