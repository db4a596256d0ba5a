import FoundationEssentials
import HTTPTypes
package import Hummingbird
package import Logging
import ServiceLifecycle
package import Workspaces

/// The frame of all faces: every request goes this one way, and every answer comes out of it the same.
///
/// Gate (host, path, doubled fields) → route → cross-site guard → workspace; then within the route's time who may → body →
/// handler; then correlation id, security headers, log line and metrics, whatever the answer is.
package struct GatewayResponder: HTTPResponder {
    package typealias Context = ConnectionContext

    /// What the frame is made of.
    package struct Parts: Sendable {
        package var routes: RouteTable
        package var publicURL: PublicURL
        package var clientAddress: ClientAddress
        package var doorkeeper: Doorkeeper
        package var clock: any WallClock
        package var random: any RandomSource
        package var metrics: MetricsRegistry
        package var logger: Logger
        /// Makes the page that tells a person what went wrong.
        package var errorPage: @Sendable (ProblemReport) -> Answer

        package init(
            routes: RouteTable,
            publicURL: PublicURL,
            clientAddress: ClientAddress,
            doorkeeper: Doorkeeper,
            clock: any WallClock,
            random: any RandomSource,
            metrics: MetricsRegistry,
            logger: Logger,
            errorPage: @escaping @Sendable (ProblemReport) -> Answer
        ) {
            self.routes = routes
            self.publicURL = publicURL
            self.clientAddress = clientAddress
            self.doorkeeper = doorkeeper
            self.clock = clock
            self.random = random
            self.metrics = metrics
            self.logger = logger
            self.errorPage = errorPage
        }
    }

    private let parts: Parts
    private let gate: RequestGate
    private let crossSite: CrossSiteGuard
    private let access: AccessControl
    private let securityHeaders: SecurityHeaders
    private let metrics: RequestMetrics

    package init(_ parts: Parts) {
        self.parts = parts
        gate = RequestGate(publicURL: parts.publicURL)
        crossSite = CrossSiteGuard(publicURL: parts.publicURL)
        access = AccessControl(doorkeeper: parts.doorkeeper, cookies: SessionCookies(for: parts.publicURL))
        securityHeaders = SecurityHeaders(isSecure: parts.publicURL.isSecure)
        metrics = RequestMetrics(registry: parts.metrics)
    }

    package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let client = context.peer.map { parts.clientAddress.resolve(peer: $0, headers: request.headers) }
        let visit = Visit(
            time: parts.clock.now,
            origin: RequestOrigin(
                sourceAddress: client?.description,
                sourceNetwork: client?.network,
                correlationID: .random(from: parts.random),
                userAgent: request.headers[.userAgent]
            )
        )
        metrics.began()
        var progress = Progress()
        var answer: Answer
        do {
            answer = try await self.answer(request, visit, &progress)
        } catch {
            answer = refusal(of: error, request, visit, progress)
        }
        return finish(answer, request, visit, progress)
    }

    /// One request's constants.
    private struct Visit: Sendable {
        let time: Date
        let origin: RequestOrigin
    }

    /// How far a request has come; what is known of it when it is refused.
    private struct Progress {
        var route: Route?
        var workspace: Workspace?
    }

    private func answer(_ request: Request, _ visit: Visit, _ progress: inout Progress) async throws -> Answer {
        let path = try gate.pass(request.head)
        let (route, parameters) = try find(request.method, path)
        progress.route = route
        let query = try gate.query(request.head)
        guard crossSite.allows(request.headers, to: route) else { throw Problem(.crossSiteRequest) }
        let workspace = try await workspace(in: parameters)
        progress.workspace = workspace
        let target = request.head.path.flatMap { LocalPath($0) }
        return try await TimeLimit.run(seconds: route.limits.seconds, from: visit.time, clock: parts.clock) {
            [access] in
            let admission = try await access.admit(
                route,
                request.headers,
                workspace: workspace,
                target: target,
                at: visit.time
            )
            switch admission {
            case .elsewhere(let answer): return answer
            case .admitted(let handler):
                let content = try await BodyReading.read(request, for: route)
                let asked = GatewayRequest(
                    method: request.method,
                    headers: request.headers,
                    parameters: parameters,
                    query: query,
                    form: content.form,
                    json: content.json,
                    origin: visit.origin,
                    time: visit.time,
                    target: target
                )
                guard route.limits.endsOnShutdown else { return try await handler(asked) }
                return try await cancelWhenGracefulShutdown { try await handler(asked) }
            }
        }
    }

    private func find(_ method: HTTPRequest.Method, _ path: LiteralPath) throws -> (Route, [String: String]) {
        switch parts.routes.lookup(method, path) {
        case .found(let route, let parameters): return (route, parameters)
        case .nothing: throw Problem(.notFound)
        case .wrongMethod(let allowed):
            let names = allowed.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
            throw Problem(.methodNotAllowed, headers: [.allow: names.joined(separator: ", ")])
        }
    }

    private func workspace(in parameters: [String: String]) async throws -> Workspace? {
        guard let slug = parameters[PathTemplate.workspace].flatMap({ WorkspaceSlug($0) }) else { return nil }
        return try await parts.doorkeeper.workspace(slug)
    }

    private func refusal(of error: any Error, _ request: Request, _ visit: Visit, _ progress: Progress) -> Answer {
        let problem = error is TimeLimitExceeded ? Problem(.timedOut) : Faults.problem(of: error)
        if problem.code.status.kind == .serverError {
            parts.logger.log(
                level: problem.code == .internalError ? .error : .warning,
                "Request failed",
                metadata: [
                    "correlation_id": "\(visit.origin.correlationID)",
                    "route": "\(progress.route?.id ?? "none")",
                    "error": "\(String(reflecting: error))",
                ]
            )
        }
        let report = ProblemReport(
            problem: problem,
            time: visit.time,
            correlationID: visit.origin.correlationID,
            workspace: progress.workspace,
            acceptLanguage: request.headers[.acceptLanguage]
        )
        var answer =
            switch progress.route?.problemForm ?? (Self.isBrowser(request) ? .page : .details) {
            case .details: report.details
            case .oauth: report.oauth
            case .page: report.finished(parts.errorPage(report))
            }
        // The body may not have been read: rather than read it for nothing, the connection ends with the answer.
        if request.method != .get, request.method != .head { answer.headers[.connection] = "close" }
        return answer
    }

    /// Whether somebody at a browser asked for an address that we don't have.
    private static func isBrowser(_ request: Request) -> Bool {
        request.headers[.accept]?.contains("text/html") ?? false
    }

    private func finish(_ answer: Answer, _ request: Request, _ visit: Visit, _ progress: Progress) -> Response {
        var headers = answer.headers
        for cookie in answer.cookies { headers.append(HTTPField(name: .setCookie, value: cookie.header)) }
        headers[.xCorrelationID] = visit.origin.correlationID.description
        securityHeaders.add(to: &headers, isPage: headers[.contentType] == MediaType.html.rawValue)
        let seconds = max(0, parts.clock.now.timeIntervalSince(visit.time))
        let route = progress.route?.id ?? "none"
        metrics.ended(route: route, method: request.method, status: answer.status, seconds: seconds)
        parts.logger.info(
            "Request",
            metadata: [
                "correlation_id": "\(visit.origin.correlationID)",
                "method": "\(request.method)",
                "route": "\(route)",
                "status": "\(answer.status.code)",
                "milliseconds": "\(Int(seconds * 1_000))",
                "source_address": "\(visit.origin.sourceAddress ?? "none")",
            ]
        )
        var response = Response(
            status: answer.status,
            headers: headers,
            body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
        // No body and no length belong to these (RFC 9110 section 8.6).
        if answer.status == .noContent || answer.status == .notModified { response.headers[.contentLength] = nil }
        return request.method == .head ? response.createHeadResponse() : response
    }
}
