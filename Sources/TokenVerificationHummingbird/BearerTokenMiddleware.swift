import HTTPTypes
public import Hummingbird
public import TokenVerification

/// Lets a request pass when it brings a good access token, and hands the token to the routes behind it.
///
/// Everything else is a thrown `BearerChallenge`, which answers with the status, the `WWW-Authenticate` and the problem
/// document that belong to it; a middleware further out may catch it and answer in a form of its own.
public struct BearerTokenMiddleware<Context: AccessTokenContext>: RouterMiddleware {
    private let verifier: AccessTokenVerifier
    private let report: @Sendable (TokenRejection, Context) -> Void

    /// A middleware over a verifier.
    ///
    /// - Parameters:
    ///   - verifier: whose word counts, such as `GatewayTrust.verifier`.
    ///   - report: told why a token was refused, for logs and metrics: a client is told less.
    public init(
        _ verifier: AccessTokenVerifier,
        report: @escaping @Sendable (TokenRejection, Context) -> Void = { _, _ in }
    ) {
        self.verifier = verifier
        self.report = report
    }

    /// Verifies the request's token, then goes on. Throws `BearerChallenge`.
    public func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.accessToken = try await token(of: request, context)
        return try await next(request, context)
    }

    private func token(of request: Request, _ context: Context) async throws(BearerChallenge) -> VerifiedAccessToken {
        let text: String
        do throws(BearerCredential.Fault) {
            text = try BearerCredential.token(
                authorization: request.headers[values: .authorization],
                query: request.uri.query
            )
        } catch {
            throw BearerChallenge(error)
        }
        do throws(TokenRejection) {
            return try await verifier.verify(text)
        } catch {
            report(error, context)
            throw BearerChallenge(error)
        }
    }
}
