import Encoding
package import FoundationEssentials
import HTTPTypes
package import Workspaces

/// A problem with all that an answer says about it.
package struct ProblemReport: Sendable {
    package let problem: Problem
    package let time: Date
    package let correlationID: CorrelationID
    /// The workspace at whose door it happened, where one was found.
    package let workspace: Workspace?
    /// Accept-Language as it came.
    package let acceptLanguage: String?

    package init(
        problem: Problem,
        time: Date,
        correlationID: CorrelationID,
        workspace: Workspace? = nil,
        acceptLanguage: String? = nil
    ) {
        self.problem = problem
        self.time = time
        self.correlationID = correlationID
        self.workspace = workspace
        self.acceptLanguage = acceptLanguage
    }
}

/// How a face tells what went wrong.
package enum ProblemForm: Sendable {
    /// Problem details (RFC 9457).
    case details
    /// A page for people, made by whoever serves the pages.
    case page
    /// `error` and `error_description` (RFC 6749 section 5.2).
    case oauth
}

extension ProblemReport {
    /// Problem details: `application/problem+json` (RFC 9457 section 3), with `code` and `correlation_id` besides.
    package var details: Answer {
        var members: JSONObject = [
            "type": .string("urn:ontrackio:problem:\(problem.code.rawValue)"),
            "title": .string(problem.code.title),
            "status": .number(JSONNumber(problem.code.status.code)),
        ]
        if let detail = problem.detail { members["detail"] = .string(detail) }
        members["code"] = .string(problem.code.rawValue)
        members["correlation_id"] = .string(correlationID.description)
        return finished(
            Answer(
                problem.code.status,
                type: .problem,
                body: JSONValue.object(members).serialized()
            )
        )
    }

    /// An OAuth error answer.
    package var oauth: Answer {
        let error =
            switch problem.code {
            case .invalidCredentials, .unauthenticated, .insufficientUserAuthentication, .signInExpired,
                .userVerificationRequired:
                "invalid_client"
            case .insufficientScope, .workspaceSuspended: "access_denied"
            case .internalError: "server_error"
            case .busy, .workspaceUnavailable, .revocationUnknown, .timedOut, .tooManyRequests:
                "temporarily_unavailable"
            case .invalidRequest, .invalidPath, .crossSiteRequest, .notFound, .methodNotAllowed, .requestTimeout,
                .contentTooLarge, .unsupportedMediaType, .misdirectedRequest, .secondFactorDemanded, .wrongCode,
                .wrongPasskey, .passkeyNotAllowed, .attestationUnavailable, .passwordNotAcceptable:
                "invalid_request"
            }
        let body: JSONValue = [
            "error": .string(error),
            "error_description": .string(problem.detail ?? problem.code.title),
            "correlation_id": .string(correlationID.description),
        ]
        return finished(Answer.json(body, status: problem.code.status))
    }

    /// The same answer with the header fields that the problem brings.
    package func finished(_ answer: Answer) -> Answer {
        var answer = answer
        answer.headers.append(contentsOf: problem.headers)
        if let seconds = problem.retryAfter { answer.headers[.retryAfter] = String(seconds) }
        return answer
    }
}
