package import Workspaces

/// After a workspace's database was restored from a backup: what was used or ended since the backup was made would count as
/// unused and living again. All that the workspace handed out until now is revoked, and everybody signs in anew.
package struct RevokeRestored: Sendable {
    let shut: ShutWorkspace

    /// The workspace stays active or suspended. Throws ``WorkspaceLifeRejection/wrongState`` where it is neither.
    package func callAsFunction(_ workspace: Workspace, by author: ChangeAuthor) async throws {
        guard workspace.state == .active || workspace.state == .suspended else {
            throw WorkspaceLifeRejection.wrongState
        }
        try await shut(
            workspace,
            from: [workspace.state],
            to: workspace.state,
            as: .workspaceRestored,
            by: author,
            alongside: { _ in }
        )
    }
}
