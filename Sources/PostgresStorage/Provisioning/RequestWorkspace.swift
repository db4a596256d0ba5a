import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import WorkspaceDatabases
import Workspaces

/// Why a workspace is not created, in words for whoever asked.
struct WorkspaceCreationRefused: Error, CustomStringConvertible {
    let description: String
}

/// Asks for a workspace: its row with names and sealed password, and the request to the worker, in one transaction.
struct RequestWorkspace {
    private static let passwordBytes = 32

    let pools: WorkspacePools
    let locations: WorkspaceLocations
    let cluster: PostgresConfiguration
    let clock: any WallClock
    let random: any RandomSource

    /// The request's id and the workspace as it will be.
    ///
    /// - Parameter isAcceptable: throws where the workspace as planned must not be asked for.
    func callAsFunction(
        slug: WorkspaceSlug,
        name: String,
        region: String,
        isAcceptable: (Workspace) throws -> Void
    ) async throws -> (UUID, Workspace) {
        let names = WorkspaceDatabaseNames(prefix: ProvisioningSettings.namePrefix) { random.bytes($0) }
        let workspace = Workspace(
            id: .random(from: random),
            slug: slug,
            name: name,
            region: region,
            state: .creating,
            createdAt: clock.now
        )
        try isAcceptable(workspace)
        let location = WorkspaceLocation(
            host: cluster.host,
            port: cluster.port,
            database: names.database,
            user: names.login,
            password: Secret(Base64URL.encode(random.bytes(Self.passwordBytes)))
        )
        return try await pools.withControlTransaction { transaction in
            guard try await locations.insert(workspace, at: location, in: transaction) else {
                throw WorkspaceCreationRefused(
                    description: "The slug \(slug) is taken, or was by a workspace that is closed: choose another."
                )
            }
            let request = try await ProvisioningQueue(transaction).request(
                id: random.uuid(),
                .create,
                workspace: workspace.id.rawValue,
                slug: slug.description,
                name: name,
                region: region,
                at: clock.now
            )
            return (request, workspace)
        }
    }
}
