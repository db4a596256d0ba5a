import PostgresStorage
import SignIn

/// How a workspace's state is changed at the command line.
extension Gateway {
    var suspend: SuspendWorkspace {
        SuspendWorkspace(
            databases: databases,
            sessions: SessionsRepository(),
            control: control,
            workspaces: WorkspaceLifeRepository(),
            revocations: RevocationsRepository(),
            log: log,
            clock: clock
        )
    }

    var resume: ResumeWorkspace {
        ResumeWorkspace(
            databases: databases,
            sessions: SessionsRepository(),
            control: control,
            workspaces: WorkspaceLifeRepository(),
            clock: clock
        )
    }

    var revokeRestored: RevokeRestored {
        RevokeRestored(
            databases: databases,
            sessions: SessionsRepository(),
            control: control,
            workspaces: WorkspaceLifeRepository(),
            revocations: RevocationsRepository(),
            log: log,
            clock: clock
        )
    }

    var close: CloseWorkspace {
        CloseWorkspace(
            databases: databases,
            sessions: SessionsRepository(),
            control: control,
            workspaces: WorkspaceLifeRepository(),
            revocations: RevocationsRepository(),
            log: log,
            clock: clock,
            random: random
        )
    }
}
