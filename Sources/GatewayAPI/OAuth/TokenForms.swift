import Encoding
import GatewayHTTP
import Secrets
import SignIn

/// The successful answer of a token endpoint (RFC 6749 section 5.1).
enum TokenForms {
    static let schema = Schema.named(
        "Tokens",
        .object([
            .required("access_token", .string(), "A JWT by RFC 9068."),
            .required("token_type", .oneOf(["Bearer"])),
            .required("expires_in", .integer(1...3_600), "Seconds."),
            .required("refresh_token", .string(), "Good once."),
        ])
    )

    static func members(of grant: SessionGrant) -> JSONObject {
        [
            "access_token": .string(grant.accessToken.text.expose()),
            "token_type": "Bearer",
            "expires_in": .number(JSONNumber(grant.accessToken.expiresIn)),
            "refresh_token": .string(grant.refreshToken.expose()),
        ]
    }
}
