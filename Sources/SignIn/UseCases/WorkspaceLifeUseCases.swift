package import Workspaces

/// The use cases that move a workspace from one state to the next: no face asks for them.
package struct WorkspaceLifeUseCases: Sendable {
    package let suspend: SuspendWorkspace
    package let resume: ResumeWorkspace
    package let revokeRestored: RevokeRestored
    package let close: CloseWorkspace

    package init(
        databases: any WorkspaceDatabaseAccess,
        sessions: any EverySessionStorage,
        control: any ControlDatabaseAccess,
        workspaces: any WorkspaceLifeStorage,
        revocations: any RevocationStorage,
        log: RevocationLog,
        clock: any WallClock,
        random: any RandomSource
    ) {
        let shut = ShutWorkspace(
            databases: databases,
            sessions: sessions,
            control: control,
            workspaces: workspaces,
            revocations: revocations,
            log: log,
            clock: clock
        )
        suspend = SuspendWorkspace(shut: shut)
        resume = ResumeWorkspace(
            databases: databases,
            sessions: sessions,
            control: control,
            workspaces: workspaces,
            revocations: revocations,
            log: log,
            clock: clock
        )
        revokeRestored = RevokeRestored(shut: shut)
        close = CloseWorkspace(shut: shut, random: random)
    }
}
