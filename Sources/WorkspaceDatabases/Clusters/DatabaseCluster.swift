package import Postgres

/// One PostgreSQL cluster that workspaces live on.
package struct DatabaseCluster: Sendable {
    /// The cluster of the control database, which is there from the start.
    package static let main = "main"
    /// Where the main cluster is, unless the configuration says so.
    package static let defaultRegion = "default"

    /// Stands in each workspace's row: an address may change, a name doesn't.
    package let name: String
    package let region: String
    /// How serving processes reach it; database, role and password are each workspace's own.
    package let serving: PostgresConfiguration
    /// A role that may make databases and roles there, and the database it does so from; nil in a process that may not.
    package let provisioning: PostgresConfiguration?
    /// The most workspaces that live on it, those that are being made or closed included; nil for no limit.
    package let ceiling: Int?

    package init(
        name: String,
        region: String,
        serving: PostgresConfiguration,
        provisioning: PostgresConfiguration?,
        ceiling: Int?
    ) {
        self.name = name
        self.region = region
        self.serving = serving
        self.provisioning = provisioning
        self.ceiling = ceiling
    }

    /// Whether another workspace has room beside `workspaces`.
    func hasRoom(beside workspaces: Int) -> Bool { ceiling.map { workspaces < $0 } ?? true }
}

/// The clusters that a process knows, the main one first.
package struct DatabaseClusters: Sendable {
    package let all: [DatabaseCluster]

    package init(_ all: [DatabaseCluster]) {
        self.all = all
    }

    package subscript(name: String) -> DatabaseCluster? { all.first { $0.name == name } }

    /// The regions in which workspaces can live, each once.
    package var regions: [String] { Set(all.map(\.region)).sorted() }

    /// Where a new workspace of that region goes: of the clusters with room the one with the fewest.
    ///
    /// - Parameter workspaces: how many each cluster has, by its name.
    /// - Returns: nil where none has room.
    package func place(in region: String, beside workspaces: [String: Int]) -> DatabaseCluster? {
        all.filter { $0.region == region && $0.hasRoom(beside: workspaces[$0.name, default: 0]) }
            .min { workspaces[$0.name, default: 0] < workspaces[$1.name, default: 0] }
    }
}
