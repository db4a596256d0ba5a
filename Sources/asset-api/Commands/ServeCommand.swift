import ArgumentParser
import BoundedWorkers
import Logging
import Postgres
import ServiceLifecycle
import TokenVerification
import TokenVerificationHTTPClient
import TokenVerificationHummingbird
import UnixSignals
import WorkspaceDatabases

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the API. Needs a database role that may create neither roles nor databases."
    )

    /// Connections to the control database, which is asked once a workspace.
    private static let controlConnections = 8
    /// Connections to the databases of all workspaces together.
    private static let workspaceConnections = 32
    /// How long requests in hand may take after the signal to stop.
    private static let stopLimit: Duration = .seconds(20)

    func run() async throws {
        let settings = try ServeSettings(from: .process())
        let logger = AssetAPICommand.makeLogger()
        let workers = BoundedWorkers.forDatabases()
        let pools = WorkspacePools(
            control: settings.database,
            controlCap: Self.controlConnections,
            clusterCap: Self.workspaceConnections,
            workers: workers
        )
        try await pools.withControlConnection { try await RuntimeRoleCheck().check($0) }

        let trust = GatewayTrust(
            in: settings.gateway,
            audience: settings.audience,
            credentials: settings.credentials,
            fetcher: AsyncHTTPClientFetcher(),
            host: .system,
            revocationBoundSeconds: settings.revocationBoundSeconds
        ) { event in
            guard case .failed(let reason) = event else { return }
            logger.warning("Revocation feed not heard", metadata: ["reason": "\(reason)"])
        }
        let service = AssetService(
            trust: trust,
            pools: pools,
            directory: WorkspaceDirectory(pools: pools, sealing: settings.sealing, sources: .system, logger: logger),
            sources: .system,
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            // Stopped from the last to the first: what is in hand still finds its databases.
            services: [pools, GatewayTrustService(trust), service.application(on: settings.listen)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = Self.stopLimit
        try await ServiceGroup(configuration: configuration).run()
    }
}
