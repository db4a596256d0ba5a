/// The workspaces that the control database knows.
package protocol WorkspaceStorage: Sendable {
    func find(_ slug: WorkspaceSlug, in transaction: ControlTransaction) async throws -> Workspace?
    func find(_ id: WorkspaceID, in transaction: ControlTransaction) async throws -> Workspace?
    /// All workspaces after `slug` in the order of their slugs, at most `limit`.
    func list(after slug: WorkspaceSlug?, limit: Int, in transaction: ControlTransaction) async throws -> [Workspace]
}
