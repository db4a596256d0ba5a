import FoundationEssentials
import Hummingbird
import NIOCore
import TokenVerification
import TokenVerificationHummingbird

/// What is known of a request besides what was sent.
struct AssetRequestContext: AccessTokenContext, RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by `BearerTokenMiddleware` on the routes behind it.
    var accessToken: VerifiedAccessToken?
    /// Set by ``RequestFrame``, before anything else happens.
    var correlationID: UUID?
    /// The other end's address. What a proxy says in X-Forwarded-For is not believed.
    let sourceAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        sourceAddress = source.channel.remoteAddress?.ipAddress
    }
}
