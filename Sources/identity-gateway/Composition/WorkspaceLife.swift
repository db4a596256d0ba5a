import PostgresStorage
import SignIn

extension Gateway {
    /// How a workspace's state is changed at the command line.
    var life: WorkspaceLifeUseCases {
        WorkspaceLifeUseCases(
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
