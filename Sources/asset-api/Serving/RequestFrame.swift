import BoundedWorkers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Postgres
import TokenVerification

extension HTTPField.Name {
    /// The id under which a request stands in the log, the audit entry and the problem that its sender reads.
    static let xCorrelationID = HTTPField.Name("X-Correlation-ID") ?? .contentType
}

/// Around every request, whatever becomes of it: the correlation id, problems as answers, security headers, one log line.
struct RequestFrame: RouterMiddleware {
    private static let retryAfterSeconds = 1

    let sources: SystemSources
    let logger: Logger

    func handle(
        _ request: Request,
        context: AssetRequestContext,
        next: @concurrent (Request, AssetRequestContext) async throws -> Response
    ) async throws -> Response {
        let started = sources.now()
        let correlationID = sources.randomID()
        var context = context
        context.correlationID = correlationID
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, correlationID).response(correlationID: correlationID)
            // A body that was not read to its end can't be told from the next request.
            if request.method != .get { response.headers[.connection] = "close" }
        }
        response.headers[.xCorrelationID] = correlationID.text
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        logger.info(
            "Request",
            metadata: [
                "correlation_id": "\(correlationID.text)",
                "method": "\(request.method)",
                // The route's template: ids of people's things stay out of the log.
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
                "milliseconds": "\(Int(sources.now().timeIntervalSince(started) * 1_000))",
                "source_address": "\(context.sourceAddress ?? "none")",
            ]
        )
        return response
    }

    private func answer(to error: any Error, _ correlationID: UUID) -> ProblemAnswer {
        switch error {
        case let problem as Problem: return ProblemAnswer(problem)
        case let challenge as BearerChallenge: return ProblemAnswer(challenge)
        case let error as HTTPError where error.status == .notFound: return ProblemAnswer(Problem(.notFound))
        case is BoundedWorkersFull: return ProblemAnswer(busy)
        case let error as PostgresError where Self.isPassing(error): return ProblemAnswer(busy)
        default:
            logger.error(
                "Request failed",
                metadata: ["correlation_id": "\(correlationID.text)", "error": "\(error)"]
            )
            return ProblemAnswer(Problem(.internalError))
        }
    }

    private var busy: Problem { Problem(.databaseBusy, retryAfter: Self.retryAfterSeconds) }

    /// Whether the same request may well succeed in a moment.
    private static func isPassing(_ error: PostgresError) -> Bool {
        switch error.kind {
        case .timeout, .connectFailed, .connectionLost, .poolDeadline, .poolShutDown: true
        case .server, .cancelled, .decoding, .transactionAborted, .transactionMisused, .migration: error.isTransient
        }
    }
}
