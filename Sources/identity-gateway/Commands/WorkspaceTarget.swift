import SignIn
import WorkspaceDatabases
import Workspaces

/// The workspace that a command works on, and on whose account.
enum WorkspaceTarget {
    static func use(_ slug: String, _ body: (Gateway, Workspace, ChangeAuthor) async throws -> Void) async throws {
        let gateway = try Gateway(DatabaseSettings(from: .process()))
        try await body(
            gateway,
            try await gateway.workspace(slug),
            IdentityGateway.operatorAuthor(gateway.random)
        )
        await gateway.pools.shutdown()
    }
}
