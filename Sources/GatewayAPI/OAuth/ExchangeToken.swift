import Encoding
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /oauth2/token` (RFC 6749 section 6): a refresh token for a fresh access token and its own successor.
package enum ExchangeToken {
    /// Bytes; a token of ours has 108.
    static let maximumTokenBytes = 4_096

    package static func route(_ refresh: RefreshSession) -> Route {
        Route(
            "exchangeToken",
            .post,
            "/oauth2/token",
            "Exchanges a refresh token.",
            body: .form([
                .required("grant_type", maximumBytes: 64, "`refresh_token`"),
                .required("client_id", maximumBytes: OAuthClient.maximumBytes),
                .optional("refresh_token", maximumBytes: maximumTokenBytes),
            ]),
            answers: [AnswerForm(.ok, "The tokens.", schema: TokenForms.schema)],
            problems: [.invalidRequest, .unauthenticated],
            problemForm: .oauth,
            endpoint: .open { request in
                guard let client = OAuthClient.known(request) else {
                    return OAuthError(.invalidClient, "The application is unknown.").answer(request)
                }
                guard request.form["grant_type"] == "refresh_token" else {
                    return OAuthError(.unsupportedGrantType, "Only refresh_token is served.").answer(request)
                }
                guard let token = request.form["refresh_token"] else {
                    throw Problem(.invalidRequest, "refresh_token is missing.")
                }
                do {
                    let grant = try await refresh(Secret(token), clientID: client, origin: request.origin)
                    return .json(.object(TokenForms.members(of: grant)))
                } catch let rejection as RefreshRejection {
                    return OAuthError(rejection).answer(request)
                }
            }
        )
    }
}
