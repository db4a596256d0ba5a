import Postgres
import WorkspaceDatabases

/// The way from a visitor to the database of the visitor's workspace.
struct AssetDatabases: Sendable {
    let pools: WorkspacePools
    let directory: WorkspaceDirectory
    let sources: SystemSources

    func read<R>(for visitor: Visitor, _ body: (AssetRepository) async throws -> R) async throws -> R {
        let location = try await directory.location(of: visitor.workspace, slug: visitor.workspaceSlug)
        return try await pools.withConnection(workspace: location) { try await body(AssetRepository($0)) }
    }

    /// Commits what `body` writes when it returns, nothing of it when it throws.
    func change<R>(by visitor: Visitor, _ body: (AssetChange) async throws -> R) async throws -> R {
        let location = try await directory.location(of: visitor.workspace, slug: visitor.workspaceSlug)
        return try await pools.withTransaction(workspace: location) { transaction in
            try await body(AssetChange(transaction, by: visitor, at: sources.now()))
        }
    }
}
