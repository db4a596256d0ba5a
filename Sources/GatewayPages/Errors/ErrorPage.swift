import GatewayHTTP
import Workspaces

/// What went wrong, in a plain sentence, with what to do next, the time, the reference and a way back. Nothing that came
/// with the request is on it (attacks 5.7 #77).
struct ErrorPage: Page {
    static let template = "error"

    var report: ProblemReport

    var place: Place { Place(workspace: report.workspace) }

    func title(_ texts: Texts) -> String { texts("error_\(topic)_title") }

    func record(_ texts: Texts) -> PageRecord {
        let hasAccount = report.workspace?.state == .active && report.problem.code != .notFound
        return [
            "error_title": .text(title(texts)),
            "error_advice": .text(texts("error_\(topic)_advice")),
            "error_code": .text(report.problem.code.rawValue),
            "time": .record(Moment(date: report.time).record(texts)),
            "id": ["copy_id": "reference", "copy_value": .text(report.correlationID.description)],
            "back_address": .text(hasAccount ? "\(place.root)/account" : "/"),
            "back_label": .text(texts(hasAccount ? "back_to_account" : "back_to_start")),
        ]
    }

    /// What a person needs to tell apart, which is less than what a program does.
    private var topic: String {
        switch report.problem.code {
        case .invalidRequest, .invalidPath, .methodNotAllowed, .contentTooLarge, .unsupportedMediaType,
            .requestTimeout, .secondFactorDemanded, .wrongCode, .wrongPasskey,
            .passkeyNotAllowed, .attestationUnavailable, .passwordNotAcceptable:
            "request"
        case .notFound: "missing"
        case .invalidCredentials, .unauthenticated, .insufficientUserAuthentication, .signInExpired,
            .userVerificationRequired:
            "signed_out"
        case .insufficientScope: "forbidden"
        case .crossSiteRequest: "cross_site"
        case .workspaceSuspended: "suspended"
        case .misdirectedRequest: "host"
        case .busy, .tooManyRequests, .workspaceUnavailable, .revocationUnknown, .timedOut: "busy"
        case .internalError: "fault"
        }
    }
}
