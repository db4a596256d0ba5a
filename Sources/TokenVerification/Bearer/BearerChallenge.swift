/// The refusal that a client gets to see (RFC 6750 section 3): the status, a stable code, the challenge, when to try again.
///
/// It says less than the ``TokenRejection``, which belongs into the log.
public struct BearerChallenge: Error, Equatable, Sendable {
    /// 400, 401, 403 or 503.
    public let statusCode: Int
    /// The stable code for programs, such as `invalid_token`, `insufficient_scope`, `workspace_suspended` or `revocation_unknown`.
    public let code: String
    /// One sentence in ASCII.
    public let detail: String
    /// The value of `WWW-Authenticate`; nil where another token would not help.
    public let authenticate: String?
    /// The value of `Retry-After` in seconds; nil where trying again would not help.
    public let retryAfterSeconds: Int?

    /// When to come back while something is not known: the follower has tried again by then.
    private static let retryAfter = 2

    /// The refusal of a request that brings no token, or not in the one way.
    public init(_ fault: BearerCredential.Fault) {
        switch fault {
        case .missing:
            // RFC 6750 section 3.1: without any token the challenge has no error code.
            self.init(
                statusCode: 401,
                code: "token_required",
                detail: "An access token is required.",
                authenticate: "Bearer"
            )
        case .severalFields:
            self.init(badRequest: "More than one Authorization field.")
        case .malformed:
            self.init(badRequest: "The Authorization field is not 'Bearer', a space and a token.")
        case .inQuery:
            self.init(badRequest: "A token in the query is not accepted.")
        }
    }

    /// The refusal of a token.
    public init(_ rejection: TokenRejection) {
        switch rejection {
        case .revocationUnknown:
            self.init(
                statusCode: 503,
                code: "revocation_unknown",
                detail: "Whether tokens were revoked is not known at the moment.",
                retryAfterSeconds: Self.retryAfter
            )
        case .keysUnavailable:
            self.init(
                statusCode: 503,
                code: "keys_unavailable",
                detail: "The keys to verify tokens are not known at the moment.",
                retryAfterSeconds: Self.retryAfter
            )
        case .untrusted, .missingKeyIdentifier, .unknownKey, .wrongType, .malformedClaims, .malformedClaim,
            .wrongIssuer,
            .wrongAudience, .lifetimeTooLong, .issuedInFuture, .notYetValid, .wrongWorkspace:
            self.init(invalidToken: "The access token is not valid here.")
        case .expired: self.init(invalidToken: "The access token has expired.")
        case .revoked: self.init(invalidToken: "The access token was revoked.")
        case .workspaceSuspended:
            self.init(statusCode: 403, code: "workspace_suspended", detail: "The workspace is suspended.")
        }
    }

    /// The refusal of a good token that lacks a permission, which the answer names.
    public static func insufficientScope(_ permission: String) -> BearerChallenge {
        // A quoted string (RFC 9110 section 5.6.4): what could end it is left out. Permissions have no such characters.
        let scope = String(
            decoding: permission.utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C },
            as: UTF8.self
        )
        return BearerChallenge(
            statusCode: 403,
            code: "insufficient_scope",
            detail: "The access token lacks the permission \(scope).",
            authenticate: #"Bearer error="insufficient_scope", scope="\#(scope)""#
        )
    }

    private init(badRequest detail: String) {
        self.init(
            statusCode: 400,
            code: "invalid_request",
            detail: detail,
            authenticate: #"Bearer error="invalid_request""#
        )
    }

    private init(invalidToken detail: String) {
        self.init(
            statusCode: 401,
            code: "invalid_token",
            detail: detail,
            authenticate: #"Bearer error="invalid_token", error_description="\#(detail)""#
        )
    }

    private init(
        statusCode: Int,
        code: String,
        detail: String,
        authenticate: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.statusCode = statusCode
        self.code = code
        self.detail = detail
        self.authenticate = authenticate
        self.retryAfterSeconds = retryAfterSeconds
    }
}
