package import Workspaces

/// Keeps a workspace and lets nobody in: every door answers 403 (refreshing 400, as OAuth has it), and so does every API within
/// the revocation bound, to whoever holds a token that has not expired. Everybody signs in anew afterwards.
package struct SuspendWorkspace: Sendable {
    let shut: ShutWorkspace

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
