import FoundationEssentials
import Postgres
package import Workspaces

/// The table `workspaces`, as far as the domain sees it.
package struct WorkspacesRepository: WorkspaceStorage {
    package init() {}

    package func find(_ slug: WorkspaceSlug, in transaction: ControlTransaction) async throws -> Workspace? {
        try await transaction.session().query(
            """
            SELECT id, slug, name, region, state, created_at, tokens_revoked_at
            FROM workspaces
            WHERE slug = \(slug.description)
            """
        ).first.map(Self.workspace)
    }

    package func find(_ id: WorkspaceID, in transaction: ControlTransaction) async throws -> Workspace? {
        try await transaction.session().query(
            """
            SELECT id, slug, name, region, state, created_at, tokens_revoked_at
            FROM workspaces
            WHERE id = \(id.rawValue)
            """
        ).first.map(Self.workspace)
    }

    package func list(
        after slug: WorkspaceSlug?,
        limit: Int,
        in transaction: ControlTransaction
    ) async throws -> [Workspace] {
        try await transaction.session().query(
            """
            SELECT id, slug, name, region, state, created_at, tokens_revoked_at
            FROM workspaces
            WHERE slug COLLATE "C" > \(slug?.description ?? "")
            ORDER BY slug COLLATE "C"
            LIMIT \(limit)
            """
        ).map(Self.workspace)
    }

    private static func workspace(_ row: PostgresRow) throws -> Workspace {
        let id: UUID = try row.decode("id")
        guard let slug = WorkspaceSlug(try row.decode("slug", as: String.self)) else {
            throw InconsistentRow(table: "workspaces", column: "slug", row: id.uuidString)
        }
        guard let state = WorkspaceState(rawValue: try row.decode("state")) else {
            throw InconsistentRow(table: "workspaces", column: "state", row: id.uuidString)
        }
        return Workspace(
            id: WorkspaceID(rawValue: id),
            slug: slug,
            name: try row.decode("name"),
            region: try row.decode("region"),
            state: state,
            createdAt: try row.decode("created_at"),
            tokensRevokedAt: try row.decode("tokens_revoked_at")
        )
    }
}
