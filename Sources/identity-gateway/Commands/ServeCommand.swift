import ArgumentParser
import BoundedWorkers
import FoundationEssentials
import GatewayAPI
import GatewayHTTP
import GatewayPages
import Logging
import PostgresStorage
import ServiceLifecycle
import SignIn
import TokenVerification
import UnixSignals
import WorkspaceDatabases
import Workspaces

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve people and programs. Needs a database role that may create neither roles nor databases."
    )

    /// How long requests in hand may take after the signal to stop.
    static let stopSeconds: Double = 20

    func run() async throws {
        let settings = try ServeSettings(from: .process())
        let logger = IdentityGateway.makeLogger()
        let gateway = try Gateway(settings.databases)
        try await gateway.pools.withControlConnection { connection in
            try await RuntimeRoleCheck().check(connection)
            try await ControlShape.check(connection)
        }
        if try await gateway.useCases.rotateKeys.bootstrap() { logger.info("Made the first signing keys") }
        try await gateway.keys.refresh()
        try await gateway.log.refresh()

        let metrics = MetricsRegistry()
        metrics.beforeText { gateway.report(to: $0) }
        let started = StartSignal()
        let faces = try Faces(gateway, settings)
        let responder = GatewayResponder(
            GatewayResponder.Parts(
                routes: faces.routes,
                publicURL: settings.publicURL,
                clientAddress: ClientAddress(trustedProxies: settings.trustedProxies),
                doorkeeper: faces.doorkeeper,
                clock: gateway.clock,
                random: gateway.random,
                metrics: metrics,
                logger: logger,
                errorPage: { faces.pages.errorAnswer($0) }
            )
        )
        let draining = Draining(seconds: settings.drainSeconds, clock: gateway.clock)
        let management = ManagementResponder(
            checks: [draining.check] + gateway.readinessChecks,
            started: started,
            metrics: metrics,
            clock: gateway.clock,
            random: gateway.random,
            logger: logger
        )
        let news = NewsListener(
            configuration: settings.direct,
            workers: gateway.databaseWorkers,
            log: gateway.log,
            keys: gateway.keys,
            logger: logger
        )
        let housekeeping = Housekeeping(rotateKeys: gateway.useCases.rotateKeys, log: gateway.log, logger: logger)
        let files = try settings.tls.map(Self.files)
        let serving = GatewayServer.service(
            responder,
            on: settings.listen,
            files: files,
            started: started,
            clock: gateway.clock,
            logger: logger
        )
        let managing = GatewayServer.service(management, on: settings.managementListen, logger: logger)
        let mail = settings.mail.map {
            MailDelivery($0, gateway, pages: faces.pages, url: settings.publicURL, logger: logger)
        }
        if mail == nil { logger.warning("No mail is sent: GATEWAY_MAIL_URL is not set") }
        var configuration = ServiceGroupConfiguration(
            // Stopped from the last to the first: what is in hand still finds its databases.
            services: [gateway.pools, news, housekeeping, managing] + [mail].compactMap(\.self) + serving + [draining],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(settings.drainSeconds + Self.stopSeconds)
        logger.info("Serving", metadata: ["url": "\(settings.publicURL)", "listen": "\(settings.listen)"])
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func files(_ paths: (certificate: String, key: String)) throws(ConfigurationFault) -> TLSFiles {
        do {
            return try TLSFiles(certificate: paths.certificate, key: paths.key)
        } catch {
            throw ConfigurationFault(
                .tlsCertificate,
                "and \(ConfigurationKey.tlsPrivateKey.rawValue) name no good pair"
            )
        }
    }
}
