import Encoding
package import GatewayHTTP
import HTTPTypes
import Workspaces

/// `GET /.well-known/openid-configuration` and `GET /.well-known/oauth-authorization-server` (RFC 8414 section 2): what
/// stands here now, and nothing that doesn't.
package enum ServeMetadata {
    /// Seconds for which a reader may keep it.
    static let lifetime = 3_600

    package static func routes(_ url: PublicURL) -> [Route] {
        let answer = Answer.json(metadata(url))
        return [
            ("getOpenIDConfiguration", "/.well-known/openid-configuration"),
            ("getOAuthServerMetadata", "/.well-known/oauth-authorization-server"),
        ].map { id, path in
            Route(
                id,
                .get,
                PathTemplate(stringLiteral: path),
                "What this server offers to applications (RFC 8414).",
                answers: [AnswerForm(.ok, "The metadata.", schema: .anything)],
                endpoint: .open { answer.cached(seconds: lifetime).revalidated(by: $0.headers) }
            )
        }
    }

    static func metadata(_ url: PublicURL) -> JSONValue {
        [
            "issuer": .string(url.description),
            "jwks_uri": .string(url.appending("/.well-known/jwks.json")),
            "token_endpoint": .string(url.appending("/oauth2/token")),
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint": .string(url.appending("/oauth2/revoke")),
            "revocation_endpoint_auth_methods_supported": ["none"],
            "grant_types_supported": ["refresh_token"],
            "response_types_supported": [],
            "scopes_supported": .array(Permission.allCases.map { .string($0.rawValue) }),
            "ui_locales_supported": ["en", "de"],
            // Not registered anywhere: where an API of ours finds the revocation feed.
            "session_revocations_uri": .string(url.appending("/.well-known/session-revocations")),
        ]
    }
}
