import Encoding
package import FoundationEssentials
import HTTPTypes
package import Hummingbird
package import Logging
package import Workspaces

/// The listener for whoever runs the service: health and metrics, on an address that no stranger reaches.
///
/// `/health/live`: the process answers. `/health/started`: it has got so far as to take requests once. `/health/ready`:
/// each check by its name; 503 while one fails, 200 where one is only degraded.
package struct ManagementResponder: HTTPResponder {
    package typealias Context = ConnectionContext

    /// Seconds that one check may take.
    package static let checkSeconds: TimeInterval = 5

    private let checks: [HealthCheck]
    private let started: StartSignal
    private let metrics: MetricsRegistry
    private let clock: any WallClock
    private let random: any RandomSource
    private let logger: Logger

    package init(
        checks: [HealthCheck],
        started: StartSignal,
        metrics: MetricsRegistry,
        clock: any WallClock,
        random: any RandomSource,
        logger: Logger
    ) {
        self.checks = checks
        self.started = started
        self.metrics = metrics
        self.clock = clock
        self.random = random
        self.logger = logger
    }

    package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let correlationID = CorrelationID.random(from: random)
        var answer = await answer(request, correlationID)
        answer.headers[.xCorrelationID] = correlationID.description
        answer.headers[.cacheControl] = "no-store"
        answer.headers[.xContentTypeOptions] = "nosniff"
        let response = Response(
            status: answer.status,
            headers: answer.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request, _ correlationID: CorrelationID) async -> Answer {
        guard request.method == .get || request.method == .head else {
            return Answer(.methodNotAllowed, headers: [.allow: "GET, HEAD"])
        }
        switch request.uri.path {
        case "/health/live": return .json(["status": "ok"])
        case "/health/started":
            return started.isRaised
                ? .json(["status": "ok"]) : .json(["status": "starting"], status: .serviceUnavailable)
        case "/health/ready": return await ready(correlationID)
        case "/metrics": return Answer(type: .prometheus, body: Array(metrics.text().utf8))
        default: return Answer(.notFound)
        }
    }

    private func ready(_ correlationID: CorrelationID) async -> Answer {
        var results = JSONObject()
        var status = "ok"
        for check in checks {
            do {
                try await TimeLimit.run(seconds: Self.checkSeconds, from: clock.now, clock: clock) {
                    try await check.check()
                }
                results[check.name] = "ok"
            } catch {
                let isDegraded = error is HealthCheck.Degraded
                results[check.name] = isDegraded ? "degraded" : "failed"
                if !isDegraded || status == "ok" { status = isDegraded ? "degraded" : "failed" }
                // The reason may name hosts and roles; whoever may read the log may read it there.
                logger.warning(
                    "Health check failed",
                    metadata: [
                        "check": "\(check.name)", "correlation_id": "\(correlationID)",
                        "error": "\(String(reflecting: error))",
                    ]
                )
            }
            metrics.set(
                results[check.name] == "ok" ? 1 : 0,
                of: "gateway_ready",
                ["check": check.name],
                help: "Whether the check was well when last asked."
            )
        }
        return .json(
            ["status": .string(status), "checks": .object(results)],
            status: status == "failed" ? .serviceUnavailable : .ok
        )
    }
}
