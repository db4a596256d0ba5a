package import HTTPTypes
import SignIn

/// What goes wrong with one request, as its sender is told. Thrown by handlers and by the frame.
///
/// Nothing secret belongs in it: all of it is shown.
package struct Problem: Error, Sendable {
    package let code: ProblemCode
    /// What is wrong this time, in a sentence; nil where the title says all.
    package let detail: String?
    /// Seconds after which another try makes sense.
    package let retryAfter: Int?
    /// Header fields that belong to the answer, such as WWW-Authenticate and Allow.
    package let headers: HTTPFields

    package init(
        _ code: ProblemCode,
        _ detail: String? = nil,
        retryAfter: Int? = nil,
        headers: HTTPFields = [:]
    ) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.headers = headers
    }
}

extension Problem {
    /// No access token, or none that is good (RFC 6750 section 3).
    package static func noAccess(sent: Bool) -> Problem {
        Problem(
            .unauthenticated,
            headers: [.wwwAuthenticate: sent ? "Bearer error=\"invalid_token\"" : "Bearer"]
        )
    }

    /// The person's last proof of who they are is too old (RFC 9470 section 3).
    package static let proofTooOld = Problem(
        .insufficientUserAuthentication,
        headers: [
            .wwwAuthenticate:
                "Bearer error=\"insufficient_user_authentication\", max_age=\"\(Int(SessionLifetime.proof))\""
        ]
    )

    /// The token lacks the permission (RFC 6750 section 3.1).
    package static func lacking(_ permission: String) -> Problem {
        Problem(
            .insufficientScope,
            headers: [.wwwAuthenticate: "Bearer error=\"insufficient_scope\", scope=\"\(permission)\""]
        )
    }
}
