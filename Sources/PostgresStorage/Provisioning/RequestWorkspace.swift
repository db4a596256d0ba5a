package import FoundationEssentials
import Postgres
package import WorkspaceDatabases
package import Workspaces

/// Why a workspace is not created, in words for whoever asked.
package struct WorkspaceCreationRefused: Error, CustomStringConvertible {
    package let description: String
}

/// Asks for a workspace: its row with place, names and sealed password, and the request to the worker, in one transaction.
package struct RequestWorkspace: Sendable {
    private let pools: WorkspacePools
    private let locations: WorkspaceLocations
    private let clusters: DatabaseClusters
    private let namePrefix: String
    private let clock: any WallClock
    private let random: any RandomSource

    /// - Parameter namePrefix: begins the names of database and login.
    package init(
        pools: WorkspacePools,
        locations: WorkspaceLocations,
        clusters: DatabaseClusters,
        namePrefix: String,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.pools = pools
        self.locations = locations
        self.clusters = clusters
        self.namePrefix = namePrefix
        self.clock = clock
        self.random = random
    }

    /// Asks for a new workspace; or again for one of that slug whose making was given up on the way.
    ///
    /// - Parameters:
    ///   - region: one of the clusters'; one of them has to have room.
    ///   - isAcceptable: throws where the workspace as planned must not be asked for.
    /// - Returns: the request's id, nil where the workspace of that slug stands already; and the workspace.
    /// - Throws: ``WorkspaceCreationRefused``.
    package func callAsFunction(
        slug: WorkspaceSlug,
        name: String,
        region: String,
        isAcceptable: (Workspace) throws -> Void
    ) async throws -> (UUID?, Workspace) {
        guard clusters.regions.contains(region) else {
            throw WorkspaceCreationRefused(
                description: "There is no region \(region); there are: \(clusters.regions.joined(separator: ", "))."
            )
        }
        let planned = Workspace(
            id: .random(from: random),
            slug: slug,
            name: name,
            region: region,
            state: .creating,
            createdAt: clock.now
        )
        try isAcceptable(planned)
        return try await pools.withControlTransaction { transaction in
            let workspaces = try await locations.lockPlaces(in: transaction)
            // First, since it has its place already: whether there is room for another is not asked.
            let control = ControlTransaction(handle: transaction)
            switch try await WorkspacesRepository().find(slug, in: control) {
            case let there? where there.state == .creating:
                return (try await request(there, in: transaction), there)
            case let there? where there.state == .active:
                return (nil, there)
            case _?: throw Self.used(slug)
            case nil: break
            }
            guard let cluster = clusters.place(in: region, beside: workspaces) else {
                throw WorkspaceCreationRefused(description: "No cluster of the region \(region) has room.")
            }
            let plan = WorkspacePlan(
                cluster: cluster.name,
                names: WorkspaceDatabaseNames(prefix: namePrefix) { random.bytes($0) },
                password: WorkspacePlan.password(from: random)
            )
            guard try await locations.insert(planned, as: plan, in: transaction) else { throw Self.used(slug) }
            return (try await request(planned, in: transaction), planned)
        }
    }

    private static func used(_ slug: WorkspaceSlug) -> WorkspaceCreationRefused {
        WorkspaceCreationRefused(description: "The slug \(slug) was used by a workspace before: choose another.")
    }

    private func request(_ workspace: Workspace, in transaction: PostgresTransaction) async throws -> UUID {
        try await ProvisioningQueue(transaction).request(
            id: random.uuid(),
            .create,
            workspace: workspace.id.rawValue,
            slug: workspace.slug.description,
            name: workspace.name,
            region: workspace.region,
            at: clock.now
        )
    }
}
