import Postgres
import WorkspaceDatabases
package import Workspaces

extension FulfilProvisioning {
    /// Gives the login of a workspace another password, sealed with the first app key: the way back in where the app key is
    /// lost, and the way out for whoever has a key that leaked. Where the workspace stands, its audit tells of it.
    ///
    /// Password and entry are committed together, by the role that provisions: nobody else might get in. What the control
    /// database keeps comes after, under a lock that was taken before. A node that remembers the one before is refused once,
    /// when it next opens a connection, and reads the new one. Cut short, it may leave a login whose password nobody knows,
    /// and the entry of it: calling it again helps.
    ///
    /// One that is being created is left out: the worker may be making its login by the password that it read before.
    ///
    /// - Returns: false where there is no such workspace, or its login is not made yet, or is gone with it.
    package func renewLogin(
        of workspace: WorkspaceID,
        by author: ChangeAuthor,
        random: any RandomSource
    ) async throws -> Bool {
        let connection = try await PostgresConnection.connect(control, workers: workers)
        do {
            let isRenewed = try await connection.transaction { transaction in
                let locations = WorkspaceLocations(sealing: sealing, clusters: clusters)
                guard let (state, cluster, names) = try await locations.lockNames(of: workspace, in: transaction),
                    state != .creating
                else { return false }
                let password = WorkspacePlan.password(from: random)
                try await provisioner(of: cluster).renewLogin(
                    names,
                    password: password,
                    alongside: entry(of: workspace, in: state, by: author)
                )
                try await locations.setPassword(password, of: workspace, in: transaction)
                return true
            }
            await connection.close()
            return isRenewed
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Writes the entry for the owners to read; nil where there is nobody to read it.
    private func entry(
        of workspace: WorkspaceID,
        in state: WorkspaceState,
        by author: ChangeAuthor
    ) -> ((PostgresTransaction) async throws -> Void)? {
        guard state == .active || state == .suspended else { return nil }
        return { [clock] transaction in
            try AuditRepository.append(
                [AuditEvent(.workspaceLoginRenewed, .workspace(workspace))],
                by: author,
                at: clock.now,
                in: WorkspaceTransaction(workspace: workspace, handle: transaction)
            )
        }
    }
}
