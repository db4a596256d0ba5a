import PostgresStorage
import WorkspaceDatabases
import Workspaces

extension Gateway {
    /// Goes over the sealed secrets of the control database and of every workspace, with a bar.
    ///
    /// - Parameter writing: whether they are sealed anew, or only counted.
    /// - Returns: what was found, and the workspaces whose database did not answer.
    func overSealedSecrets(writing: Bool) async throws -> (count: SealedSecretCount, unreached: [WorkspaceSlug]) {
        var subjects: [Workspace] = []
        try await forEachWorkspace { workspace in
            if workspace.state.hasDatabase { subjects.append(workspace) }
        }
        var count = try await resealSecrets.inControl(writing: writing)
        var unreached: [WorkspaceSlug] = []
        let bar = ProgressBar(of: "workspaces", total: subjects.count)
        for (done, workspace) in zip(1..., subjects) {
            do {
                count = count + (try await resealSecrets.inWorkspace(workspace.id, writing: writing))
            } catch {
                unreached.append(workspace.slug)
            }
            bar.show(done)
        }
        bar.end()
        return (count, unreached)
    }
}
