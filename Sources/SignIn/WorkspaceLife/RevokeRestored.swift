package import Workspaces

/// After a workspace's database was restored from a backup: what was used or ended since the backup was made would count as
/// unused and living again. All that the workspace handed out until now is revoked, and everybody signs in anew.
package struct RevokeRestored: Sendable {
    private let shut: ShutWorkspace

    package init(
        databases: any WorkspaceDatabaseAccess,
        sessions: any EverySessionStorage,
        control: any ControlDatabaseAccess,
        workspaces: any WorkspaceLifeStorage,
        revocations: any RevocationStorage,
        log: RevocationLog,
        clock: any WallClock
    ) {
        shut = ShutWorkspace(
            databases: databases,
            sessions: sessions,
            control: control,
            workspaces: workspaces,
            revocations: revocations,
            log: log,
            clock: clock
        )
    }

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
