import PostgresStorage
import SignIn

extension Gateway {
    /// How a workspace's state is changed at the command line.
    var life: WorkspaceLifeUseCases {
        WorkspaceLifeUseCases(
            databases: databases,
            sessions: SessionsRepository(),
            control: storage.control,
            workspaces: WorkspaceLifeRepository(),
            revocations: storage.revocations,
            log: log,
            clock: clock,
            random: random
        )
    }
}
