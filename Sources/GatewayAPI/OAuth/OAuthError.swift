import Encoding
import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// An error of an OAuth endpoint (RFC 6749 section 5.2).
struct OAuthError: Sendable {
    /// The codes of RFC 6749 section 5.2 that we answer with; the frame has `invalid_request`.
    enum Code: String, Sendable {
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unsupportedGrantType = "unsupported_grant_type"
    }

    let code: Code
    let description: String

    /// One answer for all that can be wrong with a refresh token: which it was stands in the log alone.
    init(_ rejection: RefreshRejection) {
        switch rejection {
        case .unknownToken, .wrongClient, .workspaceNotActive, .sessionOver, .userNotActive, .secondFactorDemanded,
            .reused:
            self.init(.invalidGrant, "The refresh token is no good. Sign in again.")
        }
    }

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    func answer(_ request: GatewayRequest) -> Answer {
        .json(
            [
                "error": .string(code.rawValue),
                "error_description": .string(description),
                "correlation_id": .string(request.origin.correlationID.description),
            ],
            status: code == .invalidClient ? .unauthorized : .badRequest
        )
    }
}

/// Which application asks. Until applications can be registered for sign-in there is one, and it has no secret.
enum OAuthClient {
    /// Bytes of a client id.
    static let maximumBytes = 128

    /// nil where the request names another application, or brings a secret for one that has none.
    static func known(_ request: GatewayRequest) -> String? {
        guard request.headers[.authorization] == nil, request.form["client_secret"] == nil,
            let id = request.form["client_id"], id.hasSameBytes(as: Application.firstPartyID)
        else { return nil }
        return id
    }
}
