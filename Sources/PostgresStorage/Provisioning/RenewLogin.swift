import Postgres
import WorkspaceDatabases
package import Workspaces

extension FulfilProvisioning {
    /// Gives the login of a workspace another password, sealed with the first app key: the way back in where the app key is
    /// lost, and the way out for whoever has a key that leaked.
    ///
    /// A node that remembers the one before is refused once, when it next opens a connection, and reads the new one. Cut
    /// short, it may leave a login whose password nobody knows: calling it again helps.
    ///
    /// - Returns: false where there is no such workspace, or it is closed.
    package func renewLogin(of id: WorkspaceID, random: any RandomSource) async throws -> Bool {
        let connection = try await PostgresConnection.connect(control, workers: workers)
        do {
            let isRenewed = try await connection.transaction { transaction in
                let locations = WorkspaceLocations(sealing: sealing, clusters: clusters)
                guard let (cluster, names) = try await locations.lockNames(of: id, in: transaction) else {
                    return false
                }
                let password = WorkspacePlan.password(from: random)
                try await provisioner(of: cluster).renewLogin(names, password: password)
                try await locations.setPassword(password, of: id, in: transaction)
                return true
            }
            await connection.close()
            return isRenewed
        } catch {
            await connection.close()
            throw error
        }
    }
}
