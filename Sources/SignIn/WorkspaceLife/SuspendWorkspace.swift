package import Workspaces

/// Keeps a workspace and lets nobody in: every door answers 403, tokens are refused at every API within the revocation
/// bound, everybody signs in anew afterwards.
package struct SuspendWorkspace: Sendable {
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

    /// Suspending what is suspended ends what a crash left. Throws ``WorkspaceLifeRejection/wrongState``.
    package func callAsFunction(_ workspace: Workspace, by author: ChangeAuthor) async throws {
        try await shut(
            workspace,
            from: [.active, .suspended],
            to: .suspended,
            as: .workspaceSuspended,
            by: author,
            alongside: { _ in }
        )
    }
}
