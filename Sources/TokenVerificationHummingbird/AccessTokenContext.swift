public import Hummingbird
public import TokenVerification

/// A request context that carries the access token which ``BearerTokenMiddleware`` verified.
public protocol AccessTokenContext: RequestContext {
    /// The verified token; nil where the middleware did not run.
    var accessToken: VerifiedAccessToken? { get set }
}

extension AccessTokenContext {
    /// The token, if it carries a permission.
    ///
    /// - Parameter permission: such as `assets:read`.
    /// - Throws: `BearerChallenge`: 403 `insufficient_scope` when the token lacks the permission, 401 when there is none.
    public func token(permitting permission: String) throws(BearerChallenge) -> VerifiedAccessToken {
        guard let accessToken else { throw BearerChallenge(.missing) }
        guard accessToken.permits(permission) else { throw .insufficientScope(permission) }
        return accessToken
    }
}

/// The plain context with an access token, for services that need no more.
public struct BearerRequestContext: AccessTokenContext, RequestContext {
    /// What Hummingbird needs.
    public var coreContext: CoreRequestContextStorage
    /// The verified token.
    public var accessToken: VerifiedAccessToken?

    /// The context of a request, without a token at first.
    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
