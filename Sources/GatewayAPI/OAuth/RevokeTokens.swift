package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn

/// `POST /oauth2/revoke` (RFC 7009): ends the session that a refresh or access token belongs to.
package enum RevokeTokens {
    /// Bytes; an access token of ours has about 1,500.
    private static let maximumTokenBytes = 8 << 10

    package static func route(_ revoke: RevokeToken) -> Route {
        Route(
            "revokeToken",
            .post,
            "/oauth2/revoke",
            "Ends the session that the token belongs to.",
            body: .form([
                .required("token", maximumBytes: maximumTokenBytes),
                .required("client_id", maximumBytes: OAuthClient.maximumBytes),
                .optional("token_type_hint", maximumBytes: 64, "Not needed: a token says what it is."),
            ]),
            answers: [AnswerForm(.ok, "It is revoked, or never was a token (RFC 7009 section 2.2).")],
            problems: [.invalidRequest, .unauthenticated],
            problemForm: .oauth,
            endpoint: .open { request in
                guard let client = OAuthClient.known(request) else {
                    return OAuthError(.invalidClient, "The application is unknown.").answer(request)
                }
                try await revoke(Secret(request.form["token"] ?? ""), clientID: client, origin: request.origin)
                return Answer(.ok)
            }
        )
    }
}
