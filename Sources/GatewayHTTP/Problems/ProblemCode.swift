package import HTTPTypes

/// The one catalogue of what can be wrong, over all faces: the stable `code` of problem details, and what goes with it.
package enum ProblemCode: String, Sendable, CaseIterable {
    case invalidRequest = "invalid_request"
    case invalidPath = "invalid_path"
    case invalidCredentials = "invalid_credentials"
    case unauthenticated
    case insufficientUserAuthentication = "insufficient_user_authentication"
    case signInExpired = "sign_in_expired"
    case insufficientScope = "insufficient_scope"
    case crossSiteRequest = "cross_site_request"
    case workspaceSuspended = "workspace_suspended"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case requestTimeout = "request_timeout"
    case secondFactorDemanded = "second_factor_demanded"
    case contentTooLarge = "content_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case misdirectedRequest = "misdirected_request"
    case wrongCode = "wrong_code"
    case wrongPasskey = "wrong_passkey"
    case passkeyNotAllowed = "passkey_not_allowed"
    case attestationUnavailable = "attestation_unavailable"
    case userVerificationRequired = "user_verification_required"
    case passwordNotAcceptable = "password_not_acceptable"
    case tooManyRequests = "too_many_requests"
    case internalError = "internal_error"
    case busy
    case workspaceUnavailable = "workspace_unavailable"
    case revocationUnknown = "revocation_unknown"
    case timedOut = "timed_out"

    package var status: HTTPResponse.Status {
        switch self {
        case .invalidRequest, .invalidPath: .badRequest
        case .invalidCredentials, .unauthenticated, .insufficientUserAuthentication, .signInExpired,
            .userVerificationRequired:
            .unauthorized
        case .insufficientScope, .crossSiteRequest, .workspaceSuspended: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .secondFactorDemanded: .conflict
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .misdirectedRequest: .misdirectedRequest
        case .wrongCode, .wrongPasskey, .passkeyNotAllowed, .attestationUnavailable, .passwordNotAcceptable:
            .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .busy, .workspaceUnavailable, .revocationUnknown, .timedOut: .serviceUnavailable
        }
    }

    /// One short sentence in English, the same for each occurrence (RFC 9457 section 3.1.3).
    package var title: String {
        switch self {
        case .invalidRequest: "The request is not what this address takes."
        case .invalidPath: "The path is not written plainly."
        case .invalidCredentials: "The mail address or the secret is wrong."
        case .unauthenticated: "This address asks for a valid access token or sign-in."
        case .insufficientUserAuthentication: "This asks for a fresh proof of who you are."
        case .signInExpired: "The sign-in took too long or is over. Begin anew."
        case .insufficientScope: "The permission for this is missing."
        case .crossSiteRequest: "The request comes from another site."
        case .workspaceSuspended: "The workspace is suspended."
        case .notFound: "There is nothing here."
        case .methodNotAllowed: "This address does not take that method."
        case .requestTimeout: "The request took too long to arrive."
        case .secondFactorDemanded: "The workspace demands a second factor, and this is the last."
        case .contentTooLarge: "The body is larger than this address takes."
        case .unsupportedMediaType: "The body is not of the type that this address takes."
        case .misdirectedRequest: "This host name is not served here."
        case .wrongCode: "That is not a code of the secret that was shown."
        case .wrongPasskey: "The passkey can't be taken into use."
        case .passkeyNotAllowed: "The workspace takes no passkeys of that make, or of none that is proven."
        case .attestationUnavailable: "The gateway can't prove the make of such passkeys."
        case .userVerificationRequired: "The passkey must be used with its PIN, fingerprint or face."
        case .passwordNotAcceptable: "The password can't be chosen."
        case .tooManyRequests: "Too many tries."
        case .internalError: "Something failed on our side."
        case .busy: "All places are taken just now."
        case .workspaceUnavailable: "The workspace can't be reached just now."
        case .revocationUnknown: "Whether the token was revoked can't be known just now."
        case .timedOut: "The answer took too long."
        }
    }
}
