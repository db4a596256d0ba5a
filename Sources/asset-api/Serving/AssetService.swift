import Encoding
import FoundationEssentials
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import TokenVerification
import TokenVerificationHummingbird
import WorkspaceDatabases

/// The routes and the server before them.
struct AssetService {
    /// Seconds without a byte after which a connection is closed.
    private static let idleSeconds: Int64 = 60
    private static let headerBytes = 16 << 10
    private static let headerFields = 64
    private static let connections = 2_048

    let trust: GatewayTrust
    let pools: WorkspacePools
    let directory: WorkspaceDirectory
    let sources: SystemSources
    let logger: Logger

    /// Every route; the OpenAPI document is made of the same values.
    var routes: [AssetRoute] {
        AssetRoutes(databases: AssetDatabases(pools: pools, directory: directory, sources: sources), sources: sources)
            .all
    }

    func router() -> Router<AssetRequestContext> {
        let router = Router(context: AssetRequestContext.self)
        router.add(middleware: RequestFrame(sources: sources, logger: logger))

        let health = Health(trust: trust, pools: pools)
        router.get("/health/live", use: health.live)
        router.get("/health/ready", use: health.ready)
        let document = OpenAPIDocument.make(routes)
        router.get("/openapi.json") { _, _ in Response.json(document) }

        // Whatever is behind this middleware has a verified token in its context.
        let protected = router.group("")
            .add(
                middleware: BearerTokenMiddleware(trust.verifier) { [logger] rejection, context in
                    logger.notice(
                        "Token refused",
                        metadata: [
                            "correlation_id": "\(context.correlationID?.text ?? "none")",
                            "reason": "\(rejection.catalogueEntry.code)",
                        ]
                    )
                }
            )
        for route in routes {
            protected.on(RouterPath(route.path), method: route.method, use: route.handler)
        }
        return router
    }

    func application(on address: ListenAddress) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Self.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.headerBytes,
                        maxHeaderListSize: Self.headerBytes,
                        maxHeaderFieldCount: Self.headerFields
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: address.bindAddress,
                availableConnectionsDelegate: .maximum(Self.connections, logger: logger)
            ),
            logger: logger
        )
    }
}
